//! Sums of products, in 32-bit floats: what nearly all of the time is spent on.

use super::clock::Clock;
use super::filter::Filter;
#[cfg(target_arch = "x86_64")]
use super::fma;

/// The instructions to compute with: found out once for each kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// What the target has anyway.
    Portable,
    /// 256 bits with fused multiply-add. Exists only where [`Engine::detect`] has found it.
    #[cfg(target_arch = "x86_64")]
    Fma,
}

impl Engine {
    /// Asks the processor.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Self::Fma;
        }
        Self::Portable
    }
}

/// Computes the frames from the clock's on. `line` reaches behind the last row by 15 floats at
/// least, which may hold anything.
pub(crate) fn convolve(
    engine: Engine,
    filter: &Filter,
    clock: &Clock,
    line: &[f32],
    output: &mut [f32],
) {
    match engine {
        Engine::Portable => walk(filter, *clock, line, output, dot, dot_between),
        // SAFETY: `Engine::Fma` exists only where the processor has AVX2 and FMA.
        #[cfg(target_arch = "x86_64")]
        Engine::Fma => unsafe { fma::convolve(filter, clock, line, output) },
    }
}

/// Goes from frame to frame. Inlined into each engine's own function, so that it is compiled with
/// the instructions that this may use.
#[inline(always)]
pub(crate) fn walk(
    filter: &Filter,
    mut clock: Clock,
    line: &[f32],
    output: &mut [f32],
    dot: impl Fn(&[f32], &[f32]) -> f32,
    dot_between: impl Fn(&[f32], &[f32], &[f32], f32) -> f32,
) {
    for frame in output {
        let frames = &line[clock.start..clock.start + filter.tap_count];
        *frame = if filter.interpolated {
            let place = clock.place() * filter.phase_count as f64;
            let row = place as usize;
            let part = (place - row as f64) as f32;
            dot_between(frames, filter.row(row), filter.row(row + 1), part)
        } else {
            dot(frames, filter.row(clock.phase()))
        };
        clock.step();
    }
}

const SUMS: usize = 16;

#[inline(always)]
fn dot(frames: &[f32], row: &[f32]) -> f32 {
    let mut sums = [0.0; SUMS];
    let (blocks, rest) = frames.as_chunks::<SUMS>();
    let (row_blocks, row_rest) = row.as_chunks::<SUMS>();
    for (x, h) in blocks.iter().zip(row_blocks) {
        for lane in 0..SUMS {
            sums[lane] = add_product(sums[lane], x[lane], h[lane]);
        }
    }
    for (lane, (x, h)) in rest.iter().zip(row_rest).enumerate() {
        sums[lane] = add_product(sums[lane], *x, *h);
    }
    let mut count = SUMS;
    while count > 1 {
        count /= 2;
        for lane in 0..count {
            sums[lane] += sums[lane + count];
        }
    }
    sums[0]
}

#[inline(always)]
fn dot_between(frames: &[f32], before: &[f32], after: &[f32], part: f32) -> f32 {
    let first = dot(frames, before);
    first + part * (dot(frames, after) - first)
}

/// In one instruction where every processor of the kind has it.
#[inline(always)]
fn add_product(sum: f32, x: f32, h: f32) -> f32 {
    if cfg!(target_arch = "aarch64") {
        x.mul_add(h, sum)
    } else {
        sum + x * h
    }
}
