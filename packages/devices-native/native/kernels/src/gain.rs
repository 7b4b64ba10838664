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
        check(gain)?;
        Ok(Self {
            format,
            gain,
            target: gain,
            step: 0.0,
            remaining: 0,
            simd: Simd::detect(),
        })
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
        check(gain)?;
        self.target = gain;
        self.remaining = if gain == self.gain { 0 } else { ramp_frames };
        if self.remaining == 0 {
            self.gain = gain;
        } else {
            self.step = (gain - self.gain) / f64::from(self.remaining);
        }
        Ok(())
    }
}

fn check(gain: f64) -> Result<(), SpecError> {
    if gain.is_finite() {
        Ok(())
    } else {
        Err(SpecError(format!("gain must be finite, not {gain}")))
    }
}

/// Multiplies: 1 leaves every bit as it is, 0 writes +0 whatever was there.
pub(crate) fn scale(simd: Simd, samples: &mut [f32], gain: f64) {
    if gain == 0.0 {
        samples.fill(0.0);
    } else if gain != 1.0 {
        multiply(simd, samples, gain);
    }
}

widened! {
    fn multiply(samples: &mut [f32], gain: f64) {
        for sample in samples {
            *sample = (f64::from(*sample) * gain) as f32;
        }
    }
}
