//! Sums of products with AVX2 and FMA.

mod decimate;

use std::arch::x86_64::*;

use super::clock::Clock;
use super::convolve::walk;
use super::filter::Filter;
use super::vectors::LANES;
use decimate::decimate;

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

/// The sum of all lanes: in pairs, so that it is the same to the bit if all lanes move on by one.
/// That way it does not matter where in a vector a row begins.
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
