//! One chunk of frames in every lane.

use super::lane_state::LaneState;
use super::{CHUNK, LANES, LARGEST, SMALLEST, WIDTH};
use crate::lanes::Lanes;
use crate::simd::Simd;

/// Which lanes give results that are rounded to 32 bits.
#[derive(Clone, Copy)]
pub(super) enum Rounding {
    None,
    Some,
    All,
}

const NONE: u8 = 0;
const SOME: u8 = 1;
const ALL: u8 = 2;

type Step = unsafe fn(&mut LaneState, &mut [f64], usize);

/// Executes one chunk of frames in `vectors` fours of lanes. What comes out of a lane is written
/// `shift` lanes on, where the next stage reads it.
pub(super) fn step(
    simd: Simd,
    lanes: &mut LaneState,
    rows: &mut [f64],
    vectors: usize,
    shift: usize,
    rounding: Rounding,
) {
    let step = match rounding {
        Rounding::None => compiled::<NONE>(simd, vectors),
        Rounding::Some => compiled::<SOME>(simd, vectors),
        Rounding::All => compiled::<ALL>(simd, vectors),
    };
    // SAFETY: `Simd::Avx2` exists only where the processor has AVX2.
    unsafe { step(lanes, rows, shift) };
}

fn compiled<const R: u8>(simd: Simd, vectors: usize) -> Step {
    match (simd, vectors) {
        #[cfg(target_arch = "x86_64")]
        (Simd::Avx2, 1) => avx2::<1, R>,
        #[cfg(target_arch = "x86_64")]
        (Simd::Avx2, _) => avx2::<2, R>,
        (Simd::Portable, 1) => tick::<[f64; 4], 1, R>,
        (Simd::Portable, _) => tick::<[f64; 4], 2, R>,
    }
}

/// How far apart rows are: lanes, and then room for what comes out of the last stage.
pub(super) const fn stride(vectors: usize) -> usize {
    vectors * WIDTH + WIDTH
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2<const V: usize, const R: u8>(lanes: &mut LaneState, rows: &mut [f64], shift: usize) {
    // SAFETY: this function has AVX2.
    unsafe { tick::<std::arch::x86_64::__m256d, V, R>(lanes, rows, shift) }
}

/// One chunk of frames in every lane. The processor must have what `L` uses.
#[inline(always)]
unsafe fn tick<L: Lanes, const V: usize, const R: u8>(
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
                let out = match R {
                    ALL => y[v].rounded(),
                    SOME => y[v].or_where(round[v], y[v].rounded()),
                    _ => y[v],
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
