//! Up to eight lanes through a block.

use super::State;
use super::lane_state::LaneState;
use super::tick::{Rounding, step, stride};
use super::{CHUNK, Channels, Frames, LANES, Stage, WIDTH};
use crate::simd::Simd;

/// The memory for a pass.
pub(super) struct Pass {
    lanes: Box<LaneState>,
    /// A row for each frame of a chunk: what goes into each lane. What comes out of a stage lies
    /// where the next one reads.
    rows: Box<[f64]>,
    simd: Simd,
}

impl Pass {
    pub(super) fn new(simd: Simd) -> Self {
        let rows = vec![0.0; CHUNK * stride(LANES / WIDTH)].into_boxed_slice();
        Self {
            lanes: Box::new(LaneState::new()),
            rows,
            simd,
        }
    }

    /// Executes the stages on all whole chunks and returns where these end.
    pub(super) fn run(
        &mut self,
        stages: &[Stage],
        states: &mut [State],
        frames: &mut Frames<'_>,
        channels: Channels,
    ) -> usize {
        let Channels {
            first,
            count: width,
            of,
        } = channels;
        let chunks = frames.range.len() / CHUNK;
        let vectors = (stages.len() * width).div_ceil(WIDTH);
        let stride = stride(vectors);
        let end = frames.range.start + chunks * CHUNK;
        if chunks == 0 {
            return end;
        }
        // What was left there is of no use but could be NaN, and idle lanes multiply it by 0.
        self.rows[..CHUNK * stride].fill(0.0);
        (0..vectors * WIDTH).for_each(|lane| self.lanes.idle(lane));
        for (stage, &Stage { rounds, .. }) in stages.iter().enumerate() {
            let mask = f64::from_bits(if rounds { u64::MAX } else { 0 });
            self.lanes.rounds[stage * width..(stage + 1) * width].fill(mask);
        }
        // After the last stage, samples are rounded when they are written, once more or not.
        let mut before = stages[..stages.len() - 1].iter();
        let rounding = if !before.clone().any(|stage| stage.rounds) {
            Rounding::None
        } else if before.all(|stage| stage.rounds) {
            Rounding::All
        } else {
            Rounding::Some
        };
        self.read(frames, channels, stride, frames.range.start);
        for tick in 0..chunks + stages.len() {
            if let Some(stage) = stages.get(tick) {
                for channel in 0..width {
                    let state = states[tick * of + first + channel];
                    self.lanes
                        .set(tick * width + channel, &stage.coefficients, state);
                }
            }
            if let Some(done) = tick.checked_sub(chunks) {
                for channel in 0..width {
                    let lane = done * width + channel;
                    states[done * of + first + channel] = self.lanes.state(lane);
                    self.lanes.idle(lane);
                }
            }
            if tick == chunks + stages.len() - 1 {
                break;
            }
            step(
                self.simd,
                &mut self.lanes,
                &mut self.rows,
                vectors,
                width,
                rounding,
            );
            // Long before the next step: wide reads wait for narrow writes to reach the cache.
            if tick + 1 < chunks {
                self.read(
                    frames,
                    channels,
                    stride,
                    frames.range.start + (tick + 1) * CHUNK,
                );
            }
            if let Some(chunk) = (tick + 1).checked_sub(stages.len()) {
                let lane = stages.len() * width;
                let at = frames.range.start + chunk * CHUNK;
                self.write(frames, channels, stride, at, lane);
            }
        }
        end
    }

    fn read(&mut self, frames: &Frames<'_>, channels: Channels, stride: usize, at: usize) {
        match channels.count {
            1 => self.read_width::<1>(frames, channels.first, stride, at),
            2 => self.read_width::<2>(frames, channels.first, stride, at),
            _ => self.read_width::<4>(frames, channels.first, stride, at),
        }
    }

    fn read_width<const W: usize>(
        &mut self,
        frames: &Frames<'_>,
        first: usize,
        stride: usize,
        at: usize,
    ) {
        let from: [&[f32; CHUNK]; W] = std::array::from_fn(|channel| {
            let samples = &frames.samples[(first + channel) * frames.frame_count + at..];
            samples.first_chunk().expect("chunks are whole")
        });
        for (index, row) in self.rows.chunks_exact_mut(stride).take(CHUNK).enumerate() {
            let frame: [f64; W] = from.map(|samples| f64::from(samples[index]));
            row[..W].copy_from_slice(&frame);
        }
    }

    fn write(
        &self,
        frames: &mut Frames<'_>,
        channels: Channels,
        stride: usize,
        at: usize,
        lane: usize,
    ) {
        for channel in 0..channels.count {
            let start = (channels.first + channel) * frames.frame_count + at;
            let samples = &mut frames.samples[start..][..CHUNK];
            for (row, sample) in self.rows.chunks_exact(stride).zip(samples) {
                *sample = row[lane + channel] as f32;
            }
        }
    }
}
