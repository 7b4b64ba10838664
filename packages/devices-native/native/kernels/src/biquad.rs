//! Second-order filters, one after the other.

use crate::format::Format;
use crate::kernel::Kernel;
use crate::simd::Simd;
use crate::spec::{BiquadCoefficients, KernelSpec, SpecError};
use crate::wavefront::{Stage, State, Wavefront};

/// The twin of `biquad-kernel.ts`.
pub struct Biquad {
    format: Format,
    stages: Vec<Stage>,
    target: Vec<BiquadCoefficients>,
    step: Vec<BiquadCoefficients>,
    /// All channels of the first section, then of the next.
    states: Vec<State>,
    remaining: u32,
    wavefront: Wavefront,
}

impl Biquad {
    /// Sets filters up.
    pub fn new(sections: &[BiquadCoefficients], format: Format) -> Result<Self, SpecError> {
        check(sections)?;
        Ok(Self {
            format,
            stages: Stage::cascade(sections),
            target: sections.to_vec(),
            step: vec![[0.0; 5]; sections.len()],
            states: vec![State::default(); sections.len() * format.channel_count],
            remaining: 0,
            wavefront: Wavefront::new(Simd::detect()),
        })
    }

    /// The sections as they are now, unless they are on their way to other numbers.
    pub(crate) fn steady_stages(&self) -> Option<&[Stage]> {
        (self.remaining == 0).then_some(&self.stages)
    }

    /// All channels of the first section, then of the next.
    pub(crate) fn states(&mut self) -> &mut [State] {
        &mut self.states
    }

    fn ramp(&mut self, samples: &mut [f32], frame_count: usize, count: usize) {
        let channel_count = self.format.channel_count;
        for (channel, row) in samples.chunks_exact_mut(frame_count).enumerate() {
            for (index, sample) in row[..count].iter_mut().enumerate() {
                let left = f64::from(self.remaining) - 1.0 - index as f64;
                let mut x = f64::from(*sample);
                for section in 0..self.target.len() {
                    let now = self.at(section, left);
                    x = self.states[section * channel_count + channel].next(&now, x);
                }
                *sample = x as f32;
            }
        }
        self.remaining -= count as u32;
        for section in 0..self.target.len() {
            self.stages[section].coefficients = self.at(section, f64::from(self.remaining));
        }
    }

    /// A section's numbers, some frames before they arrive.
    fn at(&self, section: usize, left: f64) -> BiquadCoefficients {
        let (target, step) = (&self.target[section], &self.step[section]);
        std::array::from_fn(|k| target[k] - step[k] * left)
    }
}

impl Kernel for Biquad {
    fn output(&self) -> Format {
        self.format
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        let ramped = frame_count.min(self.remaining as usize);
        if ramped > 0 {
            self.ramp(samples, frame_count, ramped);
        }
        if ramped < frame_count {
            let frames = ramped..frame_count;
            self.wavefront
                .run(&self.stages, &mut self.states, samples, frame_count, frames);
        }
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        let KernelSpec::Biquad {
            sections,
            ramp_frames,
        } = spec
        else {
            return Err(SpecError::cannot_become("biquad", spec));
        };
        check(sections)?;
        if sections.len() != self.target.len() {
            return Err(SpecError(format!(
                "there must still be {} sections, not {}",
                self.target.len(),
                sections.len()
            )));
        }
        self.target.copy_from_slice(sections);
        self.remaining = *ramp_frames;
        for (section, target) in sections.iter().enumerate() {
            let now = &mut self.stages[section].coefficients;
            if *ramp_frames == 0 {
                *now = *target;
            } else {
                let frames = f64::from(*ramp_frames);
                self.step[section] = std::array::from_fn(|k| (target[k] - now[k]) / frames);
            }
        }
        Ok(())
    }

    fn as_biquad(&mut self) -> Option<&mut Biquad> {
        Some(self)
    }
}

fn check(sections: &[BiquadCoefficients]) -> Result<(), SpecError> {
    if sections.is_empty() {
        return Err(SpecError("there must be at least one section".into()));
    }
    match sections
        .iter()
        .position(|section| !section.iter().all(|number| number.is_finite()))
    {
        None => Ok(()),
        Some(index) => Err(SpecError(format!(
            "the numbers of section {index} must be finite, not {:?}",
            sections[index]
        ))),
    }
}
