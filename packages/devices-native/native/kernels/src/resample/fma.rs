//! Sums of products with AVX2 and FMA.

use std::arch::x86_64::*;

use super::clock::Clock;
use super::convolve::walk;
use super::filter::{Filter, Shifted};
use super::vectors::LANES;

/// Frames computed side by side where they share a row.
const SIDE_BY_SIDE: usize = 8;

/// As `convolve::convolve`.
#[target_feature(enable = "avx2,fma")]
pub(super) fn convolve(filter: &Filter, clock: &Clock, line: &[f32], output: &mut [f32]) {
    if let Some(shifted) = &filter.shifted {
        return decimate(filter, shifted, clock, line, output);
    }
    walk(
        filter,
        *clock,
        line,
        output,
        #[inline(always)]
        |frames, row| dot(frames, row),
        #[inline(always)]
        |frames, before, after, part| dot_between(frames, before, after, part),
    );
}

/// Every frame has the same row, and frames a whole number of vectors apart have it behind as many
/// zeros: those are computed side by side, so that its weights are read once for all of them.
#[target_feature(enable = "avx2,fma")]
fn decimate(filter: &Filter, shifted: &Shifted, clock: &Clock, line: &[f32], output: &mut [f32]) {
    let step = clock.whole_step();
    let period = LANES >> step.trailing_zeros().min(3);
    let apart = step * period;
    let Some(last) = output.len().checked_sub(1) else {
        return;
    };
    let end = (clock.start + last * step) / LANES * LANES + shifted.stride;
    assert!(end <= line.len() && line.as_ptr().addr().is_multiple_of(32));
    for class in 0..period.min(output.len()) {
        let mut start = clock.start + class * step;
        let zeros = start % LANES;
        start -= zeros;
        let row = Row::new(shifted.row(zeros), zeros, filter.tap_count);
        let mut index = class;
        while index < output.len() {
            let left = (output.len() - index).div_ceil(period).min(SIDE_BY_SIDE);
            let frames = &line[start..];
            let to = &mut output[index..];
            match left {
                1 => row.apply::<1>(frames, apart, to, period),
                2 => row.apply::<2>(frames, apart, to, period),
                3 => row.apply::<3>(frames, apart, to, period),
                4 => row.apply::<4>(frames, apart, to, period),
                5 => row.apply::<5>(frames, apart, to, period),
                6 => row.apply::<6>(frames, apart, to, period),
                7 => row.apply::<7>(frames, apart, to, period),
                _ => row.apply::<8>(frames, apart, to, period),
            }
            index += left * period;
            start += left * apart;
        }
    }
}

/// A row in whole vectors, with what belongs to it of the first and of the last.
struct Row<'a> {
    weights: &'a [f32],
    first: __m256,
    last: __m256,
}

impl<'a> Row<'a> {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn new(weights: &'a [f32], zeros: usize, tap_count: usize) -> Self {
        // What is multiplied by 0 has to be a number: what lies there may be anything.
        let used = (zeros + tap_count) as i32 - (weights.len() - LANES) as i32;
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        let first = _mm256_cmpgt_epi32(lanes, _mm256_set1_epi32(zeros as i32 - 1));
        let last = _mm256_cmpgt_epi32(_mm256_set1_epi32(used), lanes);
        Self {
            weights,
            first: _mm256_castsi256_ps(first),
            last: _mm256_castsi256_ps(last),
        }
    }

    /// Computes `COUNT` frames whose rows begin `apart` floats after each other, and writes each
    /// `period` after the one before. Each has the same bits for every `COUNT`.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn apply<const COUNT: usize>(
        &self,
        frames: &[f32],
        apart: usize,
        output: &mut [f32],
        period: usize,
    ) {
        let end = self.weights.len() - LANES;
        assert!((COUNT - 1) * apart + self.weights.len() <= frames.len());
        let (x, h) = (frames.as_ptr(), self.weights.as_ptr());
        let mut sums = [_mm256_setzero_ps(); COUNT];
        // SAFETY: all loads are of 8 floats at `at + COUNT * apart` at most, with `at` up to `end`;
        // the assertion covers them. Both arrays begin on 32 bytes, and so does every eighth float.
        unsafe {
            let weights = _mm256_load_ps(h);
            for (index, sum) in sums.iter_mut().enumerate() {
                let some = _mm256_and_ps(_mm256_load_ps(x.add(index * apart)), self.first);
                *sum = _mm256_mul_ps(some, weights);
            }
            let mut at = LANES;
            while at < end {
                let weights = _mm256_load_ps(h.add(at));
                for (index, sum) in sums.iter_mut().enumerate() {
                    let all = _mm256_load_ps(x.add(index * apart + at));
                    *sum = _mm256_fmadd_ps(all, weights, *sum);
                }
                at += LANES;
            }
            let weights = _mm256_load_ps(h.add(end));
            for (index, sum) in sums.iter_mut().enumerate() {
                let some = _mm256_and_ps(_mm256_load_ps(x.add(index * apart + end)), self.last);
                *sum = _mm256_fmadd_ps(some, weights, *sum);
            }
        }
        for (frame, sum) in output.iter_mut().step_by(period).zip(sums) {
            *frame = total(sum);
        }
    }
}

/// The sum of all products; as many of both, a multiple of 4.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn dot(frames: &[f32], row: &[f32]) -> f32 {
    let count = frames.len().min(row.len());
    let (x, h) = (frames.as_ptr(), row.as_ptr());
    let mut sums = [_mm256_setzero_ps(); 4];
    let mut at = 0;
    // SAFETY: every load is of floats before `count`, which both slices have.
    unsafe {
        while at + 4 * LANES <= count {
            for (index, sum) in sums.iter_mut().enumerate() {
                let at = at + index * LANES;
                *sum =
                    _mm256_fmadd_ps(_mm256_loadu_ps(x.add(at)), _mm256_loadu_ps(h.add(at)), *sum);
            }
            at += 4 * LANES;
        }
        while at + LANES <= count {
            sums[0] = _mm256_fmadd_ps(
                _mm256_loadu_ps(x.add(at)),
                _mm256_loadu_ps(h.add(at)),
                sums[0],
            );
            at += LANES;
        }
        if at + 4 <= count {
            let (x, h) = (_mm_loadu_ps(x.add(at)), _mm_loadu_ps(h.add(at)));
            let products = _mm256_zextps128_ps256(_mm_mul_ps(x, h));
            sums[1] = _mm256_add_ps(sums[1], products);
        }
    }
    let [s0, s1, s2, s3] = sums;
    total(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)))
}

/// The sum of all products with weights on the line between two rows.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn dot_between(frames: &[f32], before: &[f32], after: &[f32], part: f32) -> f32 {
    let count = frames.len().min(before.len()).min(after.len());
    let (x, b, a) = (frames.as_ptr(), before.as_ptr(), after.as_ptr());
    let mut sums = [[_mm256_setzero_ps(); 2]; 2];
    let mut at = 0;
    // SAFETY: every load is of floats before `count`, which all slices have.
    unsafe {
        while at + 2 * LANES <= count {
            for (index, sum) in sums.iter_mut().enumerate() {
                let at = at + index * LANES;
                let x = _mm256_loadu_ps(x.add(at));
                sum[0] = _mm256_fmadd_ps(x, _mm256_loadu_ps(b.add(at)), sum[0]);
                sum[1] = _mm256_fmadd_ps(x, _mm256_loadu_ps(a.add(at)), sum[1]);
            }
            at += 2 * LANES;
        }
        while at + 4 <= count {
            let x = _mm_loadu_ps(x.add(at));
            let first = _mm_mul_ps(x, _mm_loadu_ps(b.add(at)));
            let second = _mm_mul_ps(x, _mm_loadu_ps(a.add(at)));
            sums[0][0] = _mm256_add_ps(sums[0][0], _mm256_zextps128_ps256(first));
            sums[0][1] = _mm256_add_ps(sums[0][1], _mm256_zextps128_ps256(second));
            at += 4;
        }
    }
    let first = _mm256_add_ps(sums[0][0], sums[1][0]);
    let second = _mm256_add_ps(sums[0][1], sums[1][1]);
    let between = _mm256_sub_ps(second, first);
    total(_mm256_fmadd_ps(_mm256_set1_ps(part), between, first))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn total(sums: __m256) -> f32 {
    let four = _mm_add_ps(
        _mm256_castps256_ps128(sums),
        _mm256_extractf128_ps::<1>(sums),
    );
    let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
}
