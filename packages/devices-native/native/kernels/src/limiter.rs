//! Holds samples under a ceiling.

use crate::delay_line::DelayLine;
use crate::format::Format;
use crate::kernel::Kernel;
use crate::limiter_envelope::LimiterEnvelope;
use crate::limiter_loops::{ask, lowest_of, raise_peaks, silence_what_is_not_finite, turn_down};
use crate::simd::Simd;
use crate::sizes::{INFINITE, largest_bits};
use crate::spec::{KernelSpec, SpecError};

/// Frames that are worked on at a time.
const CHUNK: usize = 256;
/// Sums of gains stay exact in 64-bit floats below this.
const MOST_LOOK_AHEAD: usize = (1 << 23) - 1;

/// The twin of `limiter-kernel.ts`.
pub struct Limiter {
    format: Format,
    latency: usize,
    ceiling: f64,
    lowest_gain: f64,
    envelope: LimiterEnvelope,
    delay: Vec<DelayLine>,
    held: usize,
    peaks: Box<[f32; CHUNK]>,
    gains: Box<[f64; CHUNK]>,
    row: Box<[f32; CHUNK]>,
    simd: Simd,
}

impl Limiter {
    /// Sets a limiter up.
    pub fn new(
        ceiling: f64,
        look_ahead_frames: usize,
        release_coefficient: f64,
        format: Format,
    ) -> Result<Self, SpecError> {
        check(ceiling, release_coefficient)?;
        if look_ahead_frames > MOST_LOOK_AHEAD {
            return Err(SpecError(format!(
                "lookAheadFrames must be at most {MOST_LOOK_AHEAD}, not {look_ahead_frames}"
            )));
        }
        Ok(Self {
            format,
            latency: look_ahead_frames,
            ceiling,
            lowest_gain: 1.0,
            envelope: LimiterEnvelope::new(look_ahead_frames, release_coefficient, Simd::detect()),
            delay: vec![DelayLine::new(look_ahead_frames); format.channel_count],
            held: 0,
            peaks: Box::new([0.0; CHUNK]),
            gains: Box::new([1.0; CHUNK]),
            row: Box::new([0.0; CHUNK]),
            simd: Simd::detect(),
        })
    }

    /// Where nothing has to be turned down, nor was lately, samples only pass the delay.
    fn is_calm(&self, samples: &[f32], frame_count: usize, done: usize, count: usize) -> bool {
        self.envelope.at_rest()
            && samples.chunks_exact(frame_count).all(|row| {
                let largest = largest_bits(self.simd, &row[done..done + count]);
                largest < INFINITE && f64::from(f32::from_bits(largest)) <= self.ceiling
            })
    }

    /// Finds the gains of the frames that leave the delay while these `count` frames enter it;
    /// the first `skipped` of them are not heard.
    fn find_gains<'a>(
        &mut self,
        rows: impl Iterator<Item = &'a [f32]>,
        count: usize,
        skipped: usize,
    ) {
        let peaks = &mut self.peaks[..count];
        peaks.fill(0.0);
        for row in rows {
            raise_peaks(self.simd, peaks, row);
        }
        let gains = &mut self.gains[..count];
        ask(self.simd, gains, peaks, self.ceiling);
        self.envelope.follow(gains);
        let lowest = lowest_of(self.simd, &gains[skipped..]);
        self.lowest_gain = self.lowest_gain.min(lowest);
    }

    /// Takes frames (silence, where there is no input) and writes the last `out_frames` of as many
    /// that come out of the delay.
    fn advance(
        &mut self,
        input: Option<&[f32]>,
        frame_count: usize,
        output: &mut [f32],
        out_frames: usize,
    ) {
        let skipped = frame_count - out_frames;
        for done in (0..frame_count).step_by(CHUNK) {
            let count = CHUNK.min(frame_count - done);
            let first = skipped.saturating_sub(done).min(count);
            let part = |row: usize| input.map(|from| &from[row * frame_count + done..][..count]);
            self.find_gains((0..self.delay.len()).filter_map(part), count, first);
            for (channel, delay) in self.delay.iter_mut().enumerate() {
                let row = &mut self.row[..count];
                match part(channel) {
                    Some(samples) => row.copy_from_slice(samples),
                    None => row.fill(0.0),
                }
                silence_what_is_not_finite(self.simd, row);
                delay.exchange(row);
                let heard = &mut row[first..];
                turn_down(self.simd, heard, &self.gains[first..count]);
                if !heard.is_empty() {
                    let at = channel * out_frames + done + first - skipped;
                    output[at..at + heard.len()].copy_from_slice(heard);
                }
            }
        }
    }
}

impl Kernel for Limiter {
    fn output(&self) -> Format {
        self.format
    }

    fn latency_frames(&self) -> usize {
        self.latency
    }

    fn output_frames(&self, frame_count: usize) -> usize {
        (self.held + frame_count).saturating_sub(self.latency)
    }

    fn process(&mut self, input: &[f32], frame_count: usize, output: &mut [f32]) {
        let out_frames = self.output_frames(frame_count);
        if out_frames == frame_count {
            output.copy_from_slice(input);
            self.process_in_place(output, frame_count);
        } else {
            self.advance(Some(input), frame_count, output, out_frames);
            self.held = (self.held + frame_count).min(self.latency);
        }
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        for done in (0..frame_count).step_by(CHUNK) {
            let count = CHUNK.min(frame_count - done);
            if self.is_calm(samples, frame_count, done, count) {
                for (row, delay) in samples.chunks_exact_mut(frame_count).zip(&mut self.delay) {
                    delay.exchange(&mut row[done..done + count]);
                }
                continue;
            }
            let rows = samples
                .chunks_exact(frame_count)
                .map(|row| &row[done..done + count]);
            self.find_gains(rows, count, 0);
            for (row, delay) in samples.chunks_exact_mut(frame_count).zip(&mut self.delay) {
                let row = &mut row[done..done + count];
                silence_what_is_not_finite(self.simd, row);
                delay.exchange(row);
                turn_down(self.simd, row, &self.gains[..count]);
            }
        }
    }

    fn tail_frames(&self) -> usize {
        self.held
    }

    fn flush(&mut self, output: &mut [f32]) {
        // As many frames of silence as push the last ones out: what is written is at their end.
        self.advance(None, self.latency, output, self.held);
        self.held = 0;
        self.envelope.reset();
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        let KernelSpec::Limiter {
            ceiling,
            look_ahead_frames,
            release_coefficient,
        } = *spec
        else {
            return Err(SpecError::cannot_become("limiter", spec));
        };
        check(ceiling, release_coefficient)?;
        if look_ahead_frames != self.latency {
            return Err(SpecError(format!(
                "lookAheadFrames must stay {}, not become {look_ahead_frames}",
                self.latency
            )));
        }
        self.ceiling = ceiling;
        self.envelope.release_coefficient = release_coefficient;
        Ok(())
    }

    fn has_readings(&self) -> bool {
        self.lowest_gain < 1.0
    }

    fn take_readings(&mut self, into: &mut [f64]) -> usize {
        match into.first_mut() {
            Some(first) if self.has_readings() => {
                *first = std::mem::replace(&mut self.lowest_gain, 1.0);
                1
            }
            _ => 0,
        }
    }
}

fn check(ceiling: f64, release_coefficient: f64) -> Result<(), SpecError> {
    if !(ceiling > 0.0 && ceiling.is_finite()) {
        return Err(SpecError(format!(
            "ceiling must be finite and above 0, not {ceiling}"
        )));
    }
    if !(0.0..=1.0).contains(&release_coefficient) {
        return Err(SpecError(format!(
            "releaseCoefficient must be from 0 to 1, not {release_coefficient}"
        )));
    }
    Ok(())
}
