//! Fades by position on the timeline.

use crate::format::Format;
use crate::kernel::Kernel;
use crate::limiter_loops::turn_down;
use crate::simd::{Simd, widened};
use crate::spec::{FadeCurve, FadeDirection, FadeSpec, KernelSpec, SpecError};

/// Frames whose gains are computed at a time, for all channels.
const CHUNK: usize = 256;

/// The twin of `fade-kernel.ts`.
pub struct Fade {
    format: Format,
    spec: FadeSpec,
    position: i64,
    gains: Box<[f64; CHUNK]>,
    simd: Simd,
}

impl Fade {
    /// Sets a fade up.
    pub fn new(spec: &FadeSpec, format: Format) -> Result<Self, SpecError> {
        if spec.frame_count < 0 {
            return Err(SpecError(format!(
                "frameCount must be at least 0, not {}",
                spec.frame_count
            )));
        }
        Ok(Self {
            format,
            spec: spec.clone(),
            position: 0,
            gains: Box::new([0.0; CHUNK]),
            simd: Simd::detect(),
        })
    }

    /// Multiplies frames that lie between the ends of the fade; `first` is counted from its start.
    fn fade(
        &mut self,
        samples: &mut [f32],
        frame_count: usize,
        from: usize,
        to: usize,
        first: i64,
    ) {
        let length = self.spec.frame_count;
        // From here to the end of the fade, or from its beginning, counted in whole frames: exact.
        let (origin, step) = match self.spec.direction {
            FadeDirection::In => (first, 1.0),
            FadeDirection::Out => (length - first, -1.0),
        };
        for at in (from..to).step_by(CHUNK) {
            let count = CHUNK.min(to - at);
            let gains = &mut self.gains[..count];
            let start = origin as f64 + step * (at - from) as f64;
            find_gains(
                self.simd,
                gains,
                start,
                step,
                length as f64,
                self.spec.curve,
            );
            for row in samples.chunks_exact_mut(frame_count) {
                turn_down(self.simd, &mut row[at..at + count], gains);
            }
        }
    }
}

impl Kernel for Fade {
    fn output(&self) -> Format {
        self.format
    }

    fn start_at(&mut self, position: i64) -> i64 {
        self.position = position;
        position
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        if frame_count == 0 {
            return;
        }
        let count = frame_count as i64;
        let first = self.position - self.spec.start_frame;
        // Where the fade begins and ends in this block. Its own first frame needs no arithmetic: t
        // is 0 or 1 there.
        let end = (self.spec.frame_count - first).clamp(0, count);
        let begin = (1 - first).clamp(0, end);
        self.fade(
            samples,
            frame_count,
            begin as usize,
            end as usize,
            first + begin,
        );
        for row in samples.chunks_exact_mut(frame_count) {
            match self.spec.direction {
                FadeDirection::In => row[..begin as usize].fill(0.0),
                FadeDirection::Out => row[end as usize..].fill(0.0),
            }
        }
        self.position += count;
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        Err(SpecError::cannot_become("fade", spec))
    }
}

/// `sin(t * pi / 2)` as the polynomial that `fade-kernel.ts` describes.
#[inline(always)]
fn quarter_sine(t: f64) -> f64 {
    let u = t * t;
    let mut sum = 5.692172921967924e-8;
    sum = sum * u - 0.000003598843235212084;
    sum = sum * u + 0.00016044118478735975;
    sum = sum * u - 0.004681754135318687;
    sum = sum * u + 0.07969262624616703;
    sum = sum * u - 0.6459640975062462;
    sum = sum * u + std::f64::consts::FRAC_PI_2;
    t * sum
}

widened! {
    fn find_gains(gains: &mut [f64], start: f64, step: f64, length: f64, curve: FadeCurve) {
        for (index, gain) in gains.iter_mut().enumerate() {
            *gain = (start + step * f64::from(index as u32 as i32)) / length;
        }
        match curve {
            FadeCurve::Linear => {}
            FadeCurve::EqualPower => {
                for gain in gains {
                    *gain = quarter_sine(*gain);
                }
            }
            FadeCurve::Cosine => {
                for gain in gains {
                    let sine = quarter_sine(*gain);
                    *gain = sine * sine;
                }
            }
        }
    }
}
