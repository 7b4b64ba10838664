//! Second-order sections, each fed by the one before it, all worked on at once.
//!
//! A section's next sample waits for its last one, so a section by itself leaves most of the
//! processor idle. Here every section of every channel has a lane of a vector: while the first
//! section is on one chunk of frames, the second is on the chunk before, and so on. Each lane does
//! exactly what `biquad-loops.ts` does, in the same order.

mod lane_state;
mod pass;
mod tick;

use std::ops::Range;

use crate::simd::Simd;
use crate::spec::BiquadCoefficients;
use pass::Pass;

/// The most lanes: channels times stages. Twice as many do not fit in the registers.
const LANES: usize = 8;
/// Frames by which a stage is behind the one before it. Enough that what it reads was written long
/// before, and little enough that they stay in the nearest cache.
const CHUNK: usize = 32;
const WIDTH: usize = 4;
/// Sizes of results that stay; all others become +0.
const SMALLEST: f64 = 1e-30;
const LARGEST: f64 = f32::MAX as f64;

/// A section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) coefficients: BiquadCoefficients,
    /// The last of its kernel: what it gives is rounded to 32 bits.
    pub(crate) rounds: bool,
}

impl Stage {
    /// The sections of one kernel.
    pub(crate) fn cascade(sections: &[BiquadCoefficients]) -> Vec<Self> {
        let last = sections.len() - 1;
        let stage = |(index, &coefficients)| Self {
            coefficients,
            rounds: index == last,
        };
        sections.iter().enumerate().map(stage).collect()
    }
}

/// The last samples of a section in one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct State {
    pub(crate) x1: f64,
    pub(crate) x2: f64,
    pub(crate) y1: f64,
    pub(crate) y2: f64,
}

impl State {
    /// One sample through a section.
    #[inline(always)]
    pub(crate) fn next(&mut self, [b0, b1, b2, a1, a2]: &BiquadCoefficients, x: f64) -> f64 {
        let Self { x1, x2, y1, y2 } = *self;
        let y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
        let y = if y.abs() >= SMALLEST && y.abs() <= LARGEST {
            y
        } else {
            0.0
        };
        *self = Self {
            x1: x,
            x2: x1,
            y1: y,
            y2: y1,
        };
        y
    }
}

/// Executes sections, with the memory that it needs for that.
pub(crate) struct Wavefront {
    pass: Pass,
}

/// Planar samples and the frames of them that are meant.
struct Frames<'a> {
    samples: &'a mut [f32],
    frame_count: usize,
    range: Range<usize>,
}

/// Neighbouring channels.
#[derive(Clone, Copy)]
struct Channels {
    first: usize,
    count: usize,
    /// Of all, which is how far apart the states of two stages are.
    of: usize,
}

impl Wavefront {
    pub(crate) fn new(simd: Simd) -> Self {
        Self {
            pass: Pass::new(simd),
        }
    }

    /// Executes all stages on a range of the frames, in place. `states` has all channels of the
    /// first stage, then of the next.
    pub(crate) fn run(
        &mut self,
        stages: &[Stage],
        states: &mut [State],
        samples: &mut [f32],
        frame_count: usize,
        range: Range<usize>,
    ) {
        let of = states.len() / stages.len();
        let mut frames = Frames {
            samples,
            frame_count,
            range,
        };
        let mut first = 0;
        while first < of {
            let count = [4, 2]
                .into_iter()
                .find(|&count| count <= of - first)
                .unwrap_or(1);
            self.run_channels(stages, states, &mut frames, Channels { first, count, of });
            first += count;
        }
    }

    fn run_channels(
        &mut self,
        stages: &[Stage],
        states: &mut [State],
        frames: &mut Frames<'_>,
        channels: Channels,
    ) {
        let mut from = 0;
        while from < stages.len() {
            let count = whole_kernels(&stages[from..], LANES / channels.count);
            let part = &stages[from..from + count];
            let states = &mut states[from * channels.of..(from + count) * channels.of];
            if count * channels.count <= LANES {
                let rest = self.pass.run(part, states, frames, channels);
                one_by_one(part, states, frames, channels, rest);
            } else if channels.count > 1 {
                // A kernel of many sections: fewer channels at a time leave it more lanes.
                let half = channels.count / 2;
                for first in [channels.first, channels.first + half] {
                    let channels = Channels {
                        first,
                        count: half,
                        ..channels
                    };
                    self.run_channels(part, states, frames, channels);
                }
            } else {
                one_by_one(part, states, frames, channels, frames.range.start);
            }
            from += count;
        }
    }
}

/// How many stages, up to `most`, end where a kernel ends; those of the first one at least.
fn whole_kernels(stages: &[Stage], most: usize) -> usize {
    let ends = stages
        .iter()
        .enumerate()
        .filter(|(_, stage)| stage.rounds)
        .map(|(at, _)| at + 1);
    ends.clone()
        .take_while(|&end| end <= most)
        .last()
        .or(ends.clone().next())
        .unwrap_or(0)
}

/// Sample by sample: for what is left of a block, and for kernels of very many sections.
fn one_by_one(
    stages: &[Stage],
    states: &mut [State],
    frames: &mut Frames<'_>,
    channels: Channels,
    from: usize,
) {
    let end = frames.range.end;
    for channel in channels.first..channels.first + channels.count {
        let row = &mut frames.samples[channel * frames.frame_count..][from..end];
        for (stages, states) in kernels(stages, states, channels.of) {
            for sample in row.iter_mut() {
                let mut x = f64::from(*sample);
                for (stage, states) in stages.iter().zip(states.chunks_exact_mut(channels.of)) {
                    x = states[channel].next(&stage.coefficients, x);
                }
                *sample = x as f32;
            }
        }
    }
}

/// The stages of each kernel with their states.
fn kernels<'a>(
    stages: &'a [Stage],
    mut states: &'a mut [State],
    channel_count: usize,
) -> impl Iterator<Item = (&'a [Stage], &'a mut [State])> {
    stages
        .split_inclusive(|stage| stage.rounds)
        .map(move |stages| {
            let own = states
                .split_off_mut(..stages.len() * channel_count)
                .unwrap_or_default();
            (stages, own)
        })
}

#[cfg(test)]
mod tests;
