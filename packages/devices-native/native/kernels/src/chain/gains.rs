//! Neighbouring gains of a chain, executed in one pass over the samples.

use crate::gain::scale;
use crate::kernel::SharedKernel;
use crate::simd::{Simd, widened};

/// Samples that are looked at and multiplied at a time.
const CHUNK: usize = 256;
/// Samples that stay in registers from factor to factor.
const GROUP: usize = 32;

/// The factors of several kernels, gathered for one block.
pub(super) struct Gains {
    /// As 64-bit floats, all of which 32-bit ones can be: a compiler that knew that of a product in
    /// 64 bits would compute it in 32.
    factors: Vec<f64>,
    simd: Simd,
}

impl Gains {
    pub(super) fn new() -> Self {
        Self {
            factors: Vec::new(),
            simd: Simd::detect(),
        }
    }

    /// Executes the gains at the beginning of `kernels` up to the first that is moving, and returns
    /// how many: 0 where there are fewer than two, which gain nothing.
    pub(super) fn run(&mut self, kernels: &[SharedKernel], samples: &mut [f32]) -> usize {
        if kernels.len() < 2 {
            return 0;
        }
        self.factors.clear();
        let mut count = 0;
        for kernel in kernels {
            let Some(factor) = steady_factor(kernel) else {
                break;
            };
            // Such a gain leaves every bit as it is, which a multiplication does not with NaN.
            if factor != 1.0 {
                self.factors.push(factor);
            }
            count += 1;
        }
        if count < 2 {
            return 0;
        }
        multiply_by_each(self.simd, samples, &self.factors, least_size(&self.factors));
        count
    }
}

/// The factor of a gain that stays as it is. One of 0 writes +0 whatever was there, and goes alone.
fn steady_factor(kernel: &SharedKernel) -> Option<f64> {
    let mut kernel = kernel.borrow_mut();
    let factor = kernel.as_gain()?.steady_factor()?;
    (factor != 0.0).then_some(factor)
}

/// The bits of the smallest size of which no product on the way has fewer bits, less 1.
fn least_size(factors: &[f64]) -> u32 {
    let mut product = 1.0;
    let mut smallest = 1.0_f64;
    for factor in factors {
        product *= factor.abs();
        smallest = smallest.min(product);
    }
    // Twice as much as needed, for what rounding takes away.
    let least = 2.0 * f64::from(f32::MIN_POSITIVE) / smallest;
    (least as f32).to_bits() - 1
}

widened! {
    /// Multiplies by one factor after the other, and rounds each time. What is so small that it may
    /// lose bits is left to `scale`, which does the same and is quick with that.
    fn multiply_by_each(samples: &mut [f32], factors: &[f64], least: u32) {
        for chunk in samples.chunks_mut(CHUNK) {
            // The order of sizes is that of their bits; 0 comes out as the largest.
            let smallest = chunk.iter().fold(u32::MAX, |smallest, sample| {
                smallest.min(sample.abs().to_bits().wrapping_sub(1))
            });
            if smallest < least {
                factors.iter().for_each(|&factor| scale(Simd::detect(), chunk, factor));
                continue;
            }
            let (groups, rest) = chunk.as_chunks_mut::<GROUP>();
            for group in groups {
                let mut now = *group;
                for &factor in factors {
                    let factor = factor as f32;
                    now = now.map(|sample| sample * factor);
                }
                *group = now;
            }
            for sample in rest {
                *sample = factors.iter().fold(*sample, |sample, &factor| sample * factor as f32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Format;
    use crate::gain::Gain;
    use crate::kernel::{Kernel, share};
    use crate::spec::KernelSpec;

    const STEREO: Format = Format {
        sample_rate: 48_000.0,
        channel_count: 2,
    };

    fn row(factors: &[f64], moving: Option<usize>) -> Vec<SharedKernel> {
        let kernel = |(at, &factor): (usize, &f64)| {
            let mut gain = Gain::new(factor, STEREO).expect("a gain");
            let spec = KernelSpec::Gain {
                gain: 0.5 * factor,
                ramp_frames: 100,
            };
            if moving == Some(at) {
                gain.update(&spec).expect("a change");
            }
            share(Box::new(gain))
        };
        factors.iter().enumerate().map(kernel).collect()
    }

    /// Sizes of all kinds, in stretches that are all normal, all tiny, and mixed.
    fn samples() -> Vec<f32> {
        let mut seed = 1_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed
        };
        let sample = |index: usize| match index / 700 % 4 {
            0 => next() as i32 as f32 / 2_f32.powi(31),
            1 => f32::from_bits(next() >> 7),
            2 => [0.0, -0.0, f32::INFINITY, f32::MIN_POSITIVE][index % 4],
            _ => f32::from_bits(next()),
        };
        (0..3999)
            .map(sample)
            .filter(|sample| !sample.is_nan())
            .collect()
    }

    #[test]
    fn gives_the_bits_of_one_gain_after_the_other() {
        let rows: [&[f64]; 6] = [
            &[0.9, 1.3, -0.7, 1.26],
            &[1.0, 1.0],
            &[1.0, 3e-20, 1e20],
            &[0.5, 0.25, 0.0, 4.0],
            &[1e30, -1e30, 1e-38],
            &[2.0],
        ];
        for factors in rows {
            for moving in [None, Some(0), Some(factors.len() - 1)] {
                let (alone, fused) = (row(factors, moving), row(factors, moving));
                let mut expected = samples();
                let mut found = expected.clone();
                let frame_count = found.len() / 2;
                let count = Gains::new().run(&fused, &mut found);
                let steady = moving.unwrap_or(factors.len());
                let audible = factors.iter().take_while(|&&factor| factor != 0.0).count();
                let together = steady.min(audible);
                assert_eq!(count, if together < 2 { 0 } else { together });
                for kernel in &alone[..count] {
                    let frames = frame_count * 2;
                    kernel
                        .borrow_mut()
                        .process_in_place(&mut expected[..frames], frame_count);
                }
                let bits =
                    |samples: &[f32]| samples.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                let whole = 2 * frame_count;
                assert_eq!(
                    bits(&found[..whole]),
                    bits(&expected[..whole]),
                    "{factors:?}"
                );
            }
        }
    }

    #[test]
    fn leaves_nan_alone_where_all_factors_are_1() {
        let nan = f32::from_bits(0x7f80_1234);
        let mut samples = [nan, -1.0];
        assert_eq!(Gains::new().run(&row(&[1.0, 1.0], None), &mut samples), 2);
        assert_eq!(
            samples.map(f32::to_bits),
            [nan.to_bits(), (-1.0_f32).to_bits()]
        );
    }
}
