//! Multiplies every sample.

use crate::format::Format;
use crate::kernel::Kernel;
use crate::simd::{Simd, widened};
use crate::spec::{KernelSpec, SpecError};

/// The twin of `gain-kernel.ts`.
pub struct Gain {
    format: Format,
    gain: f64,
    target: f64,
    step: f64,
    remaining: u32,
    simd: Simd,
}

impl Gain {
    /// Sets a gain up.
    pub fn new(gain: f64, format: Format) -> Result<Self, SpecError> {
        let gain = rounded(gain)?;
        Ok(Self {
            format,
            gain,
            target: gain,
            step: 0.0,
            remaining: 0,
            simd: Simd::detect(),
        })
    }

    /// The factor, unless it is on its way to another.
    pub(crate) fn steady_factor(&self) -> Option<f64> {
        (self.remaining == 0).then_some(self.gain)
    }

    fn ramp(&self, row: &mut [f32]) {
        for (index, sample) in row.iter_mut().enumerate() {
            let left = f64::from(self.remaining) - 1.0 - index as f64;
            *sample = (f64::from(*sample) * (self.target - self.step * left)) as f32;
        }
    }
}

impl Kernel for Gain {
    fn output(&self) -> Format {
        self.format
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        let ramped = frame_count.min(self.remaining as usize);
        if ramped == 0 {
            scale(self.simd, samples, self.gain);
            return;
        }
        for row in samples.chunks_exact_mut(frame_count) {
            let (moving, rest) = row.split_at_mut(ramped);
            self.ramp(moving);
            scale(self.simd, rest, self.target);
        }
        self.remaining -= ramped as u32;
        self.gain = if self.remaining == 0 {
            self.target
        } else {
            self.target - self.step * f64::from(self.remaining)
        };
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        let KernelSpec::Gain { gain, ramp_frames } = *spec else {
            return Err(SpecError::cannot_become("gain", spec));
        };
        let gain = rounded(gain)?;
        self.target = gain;
        self.remaining = if gain == self.gain { 0 } else { ramp_frames };
        if self.remaining == 0 {
            self.gain = gain;
        } else {
            self.step = (gain - self.gain) / f64::from(self.remaining);
        }
        Ok(())
    }

    fn as_gain(&mut self) -> Option<&mut Gain> {
        Some(self)
    }
}

/// The factor as a 32-bit float, with which a sample can be multiplied in 32 bits: the product is
/// exact in 64, so that either way rounds once.
fn rounded(gain: f64) -> Result<f64, SpecError> {
    let factor = f64::from(gain as f32);
    if factor.is_finite() {
        Ok(factor)
    } else {
        Err(SpecError(format!(
            "gain must be finite as a 32-bit float, not {gain}"
        )))
    }
}

/// Multiplies: 1 leaves every bit as it is, 0 writes +0 whatever was there.
pub(crate) fn scale(simd: Simd, samples: &mut [f32], gain: f64) {
    if gain == 0.0 {
        samples.fill(0.0);
    } else if gain != 1.0 {
        if f64::from(gain as f32) == gain {
            multiply_short(simd, samples, gain);
        } else {
            multiply(simd, samples, gain);
        }
    }
}

widened! {
    /// For any factor: the coefficients of a mix have 64 bits.
    fn multiply(samples: &mut [f32], gain: f64) {
        for sample in samples {
            *sample = (f64::from(*sample) * gain) as f32;
        }
    }
}

/// Samples that are looked at and multiplied at a time.
const CHUNK: usize = 256;

widened! {
    /// For a factor that a 32-bit float can be. What is so small that it or its product may have
    /// fewer bits is left to 64 bits: in 32, processors take a hundred times as long for it.
    fn multiply_short(samples: &mut [f32], gain: f64) {
        let factor = gain as f32;
        let least = f32::MIN_POSITIVE.max(2.0 * f32::MIN_POSITIVE / factor.abs()).to_bits() - 1;
        for chunk in samples.chunks_mut(CHUNK) {
            // The order of sizes is that of their bits; 0 comes out as the largest.
            let smallest = chunk.iter().fold(u32::MAX, |smallest, sample| {
                smallest.min(sample.abs().to_bits().wrapping_sub(1))
            });
            if smallest >= least {
                for sample in chunk {
                    *sample *= factor;
                }
            } else {
                for sample in chunk {
                    *sample = (f64::from(*sample) * gain) as f32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gain, multiply, multiply_short};
    use crate::format::Format;
    use crate::kernel::Kernel;
    use crate::simd::Simd;
    use crate::spec::KernelSpec;

    #[test]
    fn both_widths_give_the_same() {
        // In the order of their bits: whole chunks have small sizes, others have none.
        let samples: Vec<f32> = (0..=u32::MAX).step_by(65_521).map(f32::from_bits).collect();
        for factor in [0.1_f32, -2.5, 1000.0, 1e-6, 1e-40, f32::MAX] {
            for simd in Simd::all() {
                let (mut short, mut long) = (samples.clone(), samples.clone());
                multiply_short(simd, &mut short, f64::from(factor));
                multiply(simd, &mut long, f64::from(factor));
                let differ = |(a, b): (&f32, &f32)| a.to_bits() != b.to_bits() && !a.is_nan();
                let at = short.iter().zip(&long).position(differ);
                assert_eq!(at, None, "{factor}, {simd:?}");
            }
        }
    }

    #[test]
    fn a_ramp_ends_at_the_factor_that_stays() {
        let format = Format {
            sample_rate: 8000.0,
            channel_count: 1,
        };
        let mut kernel = Gain::new(1.0, format).expect("a gain");
        let spec = KernelSpec::Gain {
            gain: 0.1,
            ramp_frames: 3,
        };
        kernel.update(&spec).expect("it can change");
        let loud = 16_777_215.0;
        let mut samples = [loud; 5];
        kernel.process_in_place(&mut samples, 5);
        assert_eq!(samples[2..], [loud * 0.1_f32; 3]);
        assert!(samples[1] > 2.0 * samples[2]);
    }
}
