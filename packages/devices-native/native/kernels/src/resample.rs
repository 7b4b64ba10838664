//! Changes the sample rate: the twin of `resample-kernel.ts`, with the same frames at the same
//! places.
//!
//! Samples are computed with 32-bit floats and may differ from the reference's by 1e-6 (120 dB
//! below full scale) for input from -1 to 1. They have the same bits for any division into blocks.

mod clock;
mod convolve;
mod filter;
#[cfg(target_arch = "x86_64")]
mod fma;
#[cfg(test)]
mod tests;
mod vectors;

use std::sync::Arc;

use crate::format::Format;
use crate::kernel::Kernel;
use crate::spec::{KernelSpec, ResampleSpec, SpecError};
use clock::Clock;
use convolve::{Engine, convolve};
use filter::Filter;
use vectors::{LANES, Vectors};

/// Frames that are worked on at a time.
const CHUNK_FRAMES: usize = 1024;
/// The largest correction, in parts per million.
const MOST_PPM: f64 = 20_000.0;

/// The twin of `resample-kernel.ts`.
pub struct Resample {
    format: Format,
    clock: Clock,
    filter: Arc<Filter>,
    engine: Engine,
    adjustable: bool,
    /// For each channel the frames that are still needed, the first of them before the stream's
    /// beginning.
    history: Vec<Vectors>,
    filled: usize,
}

impl Resample {
    /// Sets a resampler up. The filter is used at equal rates too: whoever wants to pass those bit
    /// by bit needs no resampler.
    pub fn new(spec: &ResampleSpec, input: Format) -> Result<Self, SpecError> {
        check(spec)?;
        let filter = Filter::of(spec);
        // A chunk leaves less than a row; up to two vectors may be read behind the last.
        let line = Vectors::zeros(filter.tap_count + CHUNK_FRAMES + 2 * LANES);
        let mut kernel = Self {
            format: Format {
                sample_rate: spec.sample_rate,
                ..input
            },
            clock: Clock::new(spec),
            filter,
            engine: Engine::detect(),
            adjustable: spec.adjustable,
            history: vec![line; input.channel_count],
            filled: 0,
        };
        kernel.start_at(0);
        Ok(kernel)
    }

    /// Appends frames to every channel's line, as `append` writes them, and computes what they
    /// complete.
    fn advance(
        &mut self,
        count: usize,
        append: impl Fn(usize, &mut [f32]),
        output: &mut [f32],
        written: usize,
    ) -> usize {
        let frames = self.output_frames(count);
        let out_frames = output.len() / self.history.len();
        for (channel, line) in self.history.iter_mut().enumerate() {
            append(
                channel,
                &mut line.floats_mut()[self.filled..self.filled + count],
            );
            let at = channel * out_frames + written;
            let to = &mut output[at..at + frames];
            convolve(self.engine, &self.filter, &self.clock, line.floats(), to);
        }
        self.move_on(count, frames);
        frames
    }

    fn move_on(&mut self, count: usize, frames: usize) {
        self.clock.move_on(frames);
        let filled = self.filled + count;
        let used = self.clock.start.min(filled);
        for line in &mut self.history {
            line.floats_mut().copy_within(used..filled, 0);
        }
        self.clock.start -= used;
        self.filled = filled - used;
    }
}

impl Kernel for Resample {
    fn output(&self) -> Format {
        self.format
    }

    fn latency_frames(&self) -> usize {
        self.filter.tap_count / 2
    }

    fn in_place(&self) -> bool {
        false
    }

    fn denormals_off(&self) -> bool {
        true
    }

    fn start_at(&mut self, position: i64) -> i64 {
        self.filled = self.filter.tap_count / 2 - 1;
        for line in &mut self.history {
            line.floats_mut()[..self.filled].fill(0.0);
        }
        self.clock.start_at(position)
    }

    fn output_frames(&self, frame_count: usize) -> usize {
        let end = (self.filled + frame_count) as i64 - self.filter.tap_count as i64 + 1;
        self.clock.frames_up_to(end)
    }

    fn process(&mut self, input: &[f32], frame_count: usize, output: &mut [f32]) {
        let (mut done, mut written) = (0, 0);
        while done < frame_count {
            let count = CHUNK_FRAMES.min(frame_count - done);
            let append = |channel: usize, line: &mut [f32]| {
                line.copy_from_slice(&input[channel * frame_count + done..][..count]);
            };
            written += self.advance(count, append, output, written);
            done += count;
        }
    }

    fn process_in_place(&mut self, _samples: &mut [f32], _frame_count: usize) {
        unreachable!("a resampler does not work in place")
    }

    fn tail_frames(&self) -> usize {
        let end = self.filled as i64 - (self.filter.tap_count / 2) as i64 + 1;
        self.clock.frames_up_to(end)
    }

    fn flush(&mut self, output: &mut [f32]) {
        // With half a filter of silence behind it, the last frame that came in is in the middle of
        // a row.
        let mut left = self.filter.tap_count / 2;
        let mut written = 0;
        while left > 0 {
            let count = left.min(CHUNK_FRAMES);
            written += self.advance(count, |_, line| line.fill(0.0), output, written);
            left -= count;
        }
        self.start_at(0);
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        let KernelSpec::Resample(spec) = spec else {
            return Err(SpecError::cannot_become("resample", spec));
        };
        check(spec)?;
        if self.adjustable {
            self.clock.correct(spec.correction_ppm);
        }
        Ok(())
    }
}

fn check(spec: &ResampleSpec) -> Result<(), SpecError> {
    let ResampleSpec {
        up,
        down,
        correction_ppm,
        ..
    } = *spec;
    if up == 0 || down == 0 {
        return Err(SpecError(format!(
            "up and down must be above 0, not {up} and {down}"
        )));
    }
    let most = if spec.adjustable { MOST_PPM } else { 0.0 };
    if !(-most..=most).contains(&correction_ppm) {
        return Err(SpecError(format!(
            "correctionPpm must be from {} to {most}, not {correction_ppm}",
            -most
        )));
    }
    Ok(())
}
