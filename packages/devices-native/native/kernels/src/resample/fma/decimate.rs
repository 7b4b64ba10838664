//! Ratios of which a whole number of input frames goes to each output frame.

use std::arch::x86_64::*;
use std::array::from_fn;

use super::super::clock::Clock;
use super::super::filter::{Filter, Shifted};
use super::super::vectors::LANES;
use super::total;

/// Every frame has the same row, and frames a whole number of vectors apart have it behind as many
/// zeros: those are computed side by side, so that its weights are read once for all of them. So
/// are frames whose rows begin within the same vector, for which the samples are read once.
#[target_feature(enable = "avx2,fma")]
pub(super) fn decimate(
    filter: &Filter,
    shifted: &Shifted,
    clock: &Clock,
    line: &[f32],
    output: &mut [f32],
) {
    let step = clock.whole_step();
    let period = LANES >> step.trailing_zeros().min(3);
    let kinds = period.min(output.len());
    let row = |kind: usize| {
        Row::new(
            shifted,
            (clock.start + kind * step) % LANES,
            filter.tap_count,
        )
    };
    let mut kind = 0;
    while kind < kinds {
        let start = clock.start + kind * step;
        let left = (LANES - 1 - start % LANES) / step + 1;
        let frames = Frames {
            line: &line[start - start % LANES..],
            apart: step * period,
            period,
        };
        let output = &mut output[kind..];
        // There are registers for 12 sums.
        kind += match left.min(kinds - kind) {
            1 => frames.apply_all::<1, 8, 4>([row(kind)], output),
            2 => frames.apply_all::<2, 6, 3>([row(kind), row(kind + 1)], output),
            _ => frames.apply_all::<3, 4, 2>([row(kind), row(kind + 1), row(kind + 2)], output),
        };
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
    fn new(shifted: &'a Shifted, zeros: usize, tap_count: usize) -> Self {
        // What is multiplied by 0 has to be a number: what lies there may be anything.
        let used = (zeros + tap_count) as i32 - (shifted.stride - LANES) as i32;
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        let first = _mm256_cmpgt_epi32(lanes, _mm256_set1_epi32(zeros as i32 - 1));
        let last = _mm256_cmpgt_epi32(_mm256_set1_epi32(used), lanes);
        Self {
            weights: shifted.row(zeros),
            first: _mm256_castsi256_ps(first),
            last: _mm256_castsi256_ps(last),
        }
    }
}

/// Samples from a whole vector on.
struct Frames<'a> {
    line: &'a [f32],
    /// Samples from one output frame of a kind to the next: whole vectors.
    apart: usize,
    /// The same in output frames.
    period: usize,
}

impl Frames<'_> {
    /// Computes all frames of as many kinds as there are rows, which is what it returns. The sums
    /// of each have the same order, whatever is computed beside.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn apply_all<const ROWS: usize, const MOST: usize, const HALF: usize>(
        &self,
        rows: [Row; ROWS],
        output: &mut [f32],
    ) -> usize {
        // Of the earlier kinds there may be one more.
        let each = (output.len() - (ROWS - 1)).div_ceil(self.period);
        let mut done = 0;
        while each - done >= MOST {
            self.apply::<ROWS, MOST>(&rows, done, output);
            done += MOST;
        }
        while each - done >= HALF {
            self.apply::<ROWS, HALF>(&rows, done, output);
            done += HALF;
        }
        while done < each {
            self.apply::<ROWS, 1>(&rows, done, output);
            done += 1;
        }
        for (kind, row) in rows.into_iter().enumerate() {
            if kind + each * self.period < output.len() {
                self.apply::<1, 1>(&[row], each, &mut output[kind..]);
            }
        }
        ROWS
    }

    /// Computes `COUNT` frames of each kind, after `done` others.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn apply<const ROWS: usize, const COUNT: usize>(
        &self,
        rows: &[Row; ROWS],
        done: usize,
        output: &mut [f32],
    ) {
        let stride = rows[0].weights.len();
        let end = stride - LANES;
        let frames = &self.line[done * self.apart..];
        assert!((COUNT - 1) * self.apart + stride <= frames.len());
        assert!(frames.as_ptr().addr().is_multiple_of(size_of::<__m256>()));
        assert!(rows.iter().all(|row| row.weights.len() == stride));
        let mut sums = [[_mm256_setzero_ps(); COUNT]; ROWS];
        let x = frames.as_ptr();
        // SAFETY: all loads are of 8 floats at `at` of a row or at `at + (COUNT - 1) * apart` of
        // the frames at most, with `at` up to `end`, and whole vectors from the arrays' beginnings:
        // the assertions cover them, and rows are cut from `Vectors` in whole vectors.
        unsafe {
            for index in 0..COUNT {
                let x = _mm256_load_ps(x.add(index * self.apart));
                for (sums, row) in sums.iter_mut().zip(rows) {
                    let weights = _mm256_load_ps(row.weights.as_ptr());
                    sums[index] = _mm256_mul_ps(_mm256_and_ps(x, row.first), weights);
                }
            }
            let mut at = LANES;
            while at < end {
                let weights: [__m256; ROWS] =
                    from_fn(|row| _mm256_load_ps(rows[row].weights.as_ptr().add(at)));
                for index in 0..COUNT {
                    let x = _mm256_load_ps(x.add(index * self.apart + at));
                    for (sums, weights) in sums.iter_mut().zip(weights) {
                        sums[index] = _mm256_fmadd_ps(x, weights, sums[index]);
                    }
                }
                at += LANES;
            }
            for index in 0..COUNT {
                let x = _mm256_load_ps(x.add(index * self.apart + end));
                for (sums, row) in sums.iter_mut().zip(rows) {
                    let weights = _mm256_load_ps(row.weights.as_ptr().add(end));
                    sums[index] = _mm256_fmadd_ps(_mm256_and_ps(x, row.last), weights, sums[index]);
                }
            }
        }
        for (kind, sums) in sums.into_iter().enumerate() {
            for (index, sum) in sums.into_iter().enumerate() {
                output[kind + (done + index) * self.period] = total(sum);
            }
        }
    }
}
