//! Up to sixteen lanes through a block.

use super::{Channels, Frames, LARGEST, SMALLEST, Stage, State};
use crate::lanes::Lanes;
use crate::simd::Simd;

/// The most lanes: channels times stages.
pub(super) const LANES: usize = 16;
/// Frames by which a stage is behind the one before it. Enough that what it reads was written long
/// before, and little enough that they stay in the nearest cache.
const CHUNK: usize = 32;
const WIDTH: usize = 4;

/// What is in the lanes.
struct LaneState {
    /// For each of the five coefficients, one number a lane.
    coefficients: [[f64; LANES]; 5],
    /// `x1, x2, y1, y2`, one number a lane.
    past: [[f64; LANES]; 4],
    /// All bits set where a lane's results are rounded to 32 bits.
    rounds: [f64; LANES],
}

impl LaneState {
    fn set(&mut self, lane: usize, coefficients: &[f64; 5], state: State) {
        for (row, &number) in self.coefficients.iter_mut().zip(coefficients) {
            row[lane] = number;
        }
        for (row, number) in self
            .past
            .iter_mut()
            .zip([state.x1, state.x2, state.y1, state.y2])
        {
            row[lane] = number;
        }
    }

    /// A lane without work gives 1 for ever, which no check stumbles over: 1 = -(-1 * 1).
    fn idle(&mut self, lane: usize) {
        let state = State {
            x1: 0.0,
            x2: 0.0,
            y1: 1.0,
            y2: 1.0,
        };
        self.set(lane, &[0.0, 0.0, 0.0, -1.0, 0.0], state);
    }

    fn state(&self, lane: usize) -> State {
        let [x1, x2, y1, y2] = self.past.map(|row| row[lane]);
        State { x1, x2, y1, y2 }
    }
}

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
        let lanes = LaneState {
            coefficients: [[0.0; LANES]; 5],
            past: [[0.0; LANES]; 4],
            rounds: [0.0; LANES],
        };
        let rows = vec![0.0; CHUNK * stride(LANES / WIDTH)].into_boxed_slice();
        Self {
            lanes: Box::new(lanes),
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
        // After the last stage, samples are rounded when they are written.
        let rounds = stages[..stages.len() - 1].iter().any(|stage| stage.rounds);
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
            if tick < chunks {
                self.read(
                    frames,
                    first,
                    width,
                    stride,
                    frames.range.start + tick * CHUNK,
                );
            }
            self.step(vectors, width, rounds);
            if let Some(chunk) = (tick + 1).checked_sub(stages.len()) {
                let lane = stages.len() * width;
                let at = frames.range.start + chunk * CHUNK;
                self.write(frames, first, width, stride, at, lane);
            }
        }
        end
    }

    fn read(&mut self, frames: &Frames<'_>, first: usize, width: usize, stride: usize, at: usize) {
        for channel in 0..width {
            let samples = &frames.samples[(first + channel) * frames.frame_count + at..][..CHUNK];
            for (row, &sample) in self.rows.chunks_exact_mut(stride).zip(samples) {
                row[channel] = f64::from(sample);
            }
        }
    }

    fn write(
        &self,
        frames: &mut Frames<'_>,
        first: usize,
        width: usize,
        stride: usize,
        at: usize,
        lane: usize,
    ) {
        for channel in 0..width {
            let start = (first + channel) * frames.frame_count + at;
            let samples = &mut frames.samples[start..][..CHUNK];
            for (row, sample) in self.rows.chunks_exact(stride).zip(samples) {
                *sample = row[lane + channel] as f32;
            }
        }
    }

    fn step(&mut self, vectors: usize, shift: usize, rounds: bool) {
        let Self { lanes, rows, simd } = self;
        let step = match (simd, vectors, rounds) {
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 1, false) => avx2::<1, false>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 2, false) => avx2::<2, false>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 3, false) => avx2::<3, false>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, _, false) => avx2::<4, false>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 1, true) => avx2::<1, true>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 2, true) => avx2::<2, true>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, 3, true) => avx2::<3, true>,
            #[cfg(target_arch = "x86_64")]
            (Simd::Avx2, _, true) => avx2::<4, true>,
            (Simd::Portable, 1, false) => tick::<[f64; 4], 1, false>,
            (Simd::Portable, 2, false) => tick::<[f64; 4], 2, false>,
            (Simd::Portable, 3, false) => tick::<[f64; 4], 3, false>,
            (Simd::Portable, _, false) => tick::<[f64; 4], 4, false>,
            (Simd::Portable, 1, true) => tick::<[f64; 4], 1, true>,
            (Simd::Portable, 2, true) => tick::<[f64; 4], 2, true>,
            (Simd::Portable, 3, true) => tick::<[f64; 4], 3, true>,
            (Simd::Portable, _, true) => tick::<[f64; 4], 4, true>,
        } as unsafe fn(&mut LaneState, &mut [f64], usize);
        // SAFETY: `Simd::Avx2` exists only where the processor has AVX2.
        unsafe { step(lanes, rows, shift) };
    }
}

/// How far apart rows are: lanes, and then room for what comes out of the last stage.
const fn stride(vectors: usize) -> usize {
    vectors * WIDTH + WIDTH
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2<const V: usize, const R: bool>(
    lanes: &mut LaneState,
    rows: &mut [f64],
    shift: usize,
) {
    // SAFETY: this function has AVX2.
    unsafe { tick::<std::arch::x86_64::__m256d, V, R>(lanes, rows, shift) }
}

/// One chunk of frames in every lane. The processor must have what `L` uses.
#[inline(always)]
unsafe fn tick<L: Lanes, const V: usize, const R: bool>(
    lanes: &mut LaneState,
    rows: &mut [f64],
    shift: usize,
) {
    let take = |row: &[f64; LANES]| -> [L; V] {
        // SAFETY: the caller has what `L` uses.
        std::array::from_fn(|v| unsafe { L::load(vector(&row[v * WIDTH..])) })
    };
    let [b0, b1, b2, a1, a2] = lanes.coefficients.each_ref().map(take);
    let [mut x1, mut x2, mut y1, mut y2] = lanes.past.each_ref().map(take);
    let round = take(&lanes.rounds);
    for row in rows.chunks_exact_mut(stride(V)).take(CHUNK) {
        // SAFETY: the caller has what `L` uses.
        unsafe {
            let x: [L; V] = std::array::from_fn(|v| L::load(vector(&row[v * WIDTH..])));
            let mut y: [L; V] = std::array::from_fn(|v| {
                let forward = b0[v].multiply(x[v]).add(b1[v].multiply(x1[v]));
                let forward = forward.add(b2[v].multiply(x2[v]));
                forward
                    .subtract(a2[v].multiply(y2[v]))
                    .subtract(a1[v].multiply(y1[v]))
            });
            let within: [L; V] = std::array::from_fn(|v| y[v].sizes_within(SMALLEST, LARGEST));
            if !within
                .into_iter()
                .reduce(|a, b| a.and(b))
                .is_some_and(|all| all.all())
            {
                // Rarely, or all the time in silence: as a branch, which the processor foresees,
                // it is not waited for. An empty statement keeps the compiler from making a choice
                // of values of it, on which each frame would wait for the one before.
                std::arch::asm!("", options(nomem, nostack, preserves_flags));
                y = std::array::from_fn(|v| y[v].and(within[v]));
            }
            for v in 0..V {
                let out = if R {
                    y[v].or_where(round[v], y[v].rounded())
                } else {
                    y[v]
                };
                out.store(vector_mut(&mut row[shift + v * WIDTH..]));
            }
            (x2, x1, y2, y1) = (x1, x, y1, y);
        }
    }
    for (to, from) in lanes.past.iter_mut().zip([x1, x2, y1, y2]) {
        for v in 0..V {
            // SAFETY: the caller has what `L` uses.
            unsafe { from[v].store(vector_mut(&mut to[v * WIDTH..])) };
        }
    }
}

#[inline(always)]
fn vector(numbers: &[f64]) -> &[f64; WIDTH] {
    numbers.first_chunk().expect("lanes come in fours")
}

#[inline(always)]
fn vector_mut(numbers: &mut [f64]) -> &mut [f64; WIDTH] {
    numbers.first_chunk_mut().expect("lanes come in fours")
}
