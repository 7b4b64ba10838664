//! The gain of a look-ahead limiter, frame by frame: see `limiter-envelope.ts`.

use crate::simd::{Simd, widened};

/// Gains are added up as whole numbers, in units of 2^-30: exact, however long the stream, and in
/// whatever order.
const UNIT: f64 = (1_u64 << 30) as f64;
/// Frames whose means are divided at a time, while the processor waits for the next level.
const GROUP: usize = 8;

/// What the gain was and what it will have to be.
///
/// The stream is cut into turns of a window's length. The smallest gain of a window is that of the
/// turn so far, or of what of the turn before is in the window still.
pub(crate) struct LimiterEnvelope {
    pub(crate) release_coefficient: f64,
    window: usize,
    /// The last window of gains in units, each where its frame is in the turn.
    recent: Box<[i64]>,
    sum: i64,
    level: f64,
    /// Up to the cursor the gains that frames of this turn have asked for; behind it, for each
    /// frame of the turn before, the smallest from there to its end. The last one is 1.
    lows: Box<[f64]>,
    lowest_of_turn: f64,
    cursor: usize,
    simd: Simd,
}

impl LimiterEnvelope {
    pub(crate) fn new(look_ahead_frames: usize, release_coefficient: f64, simd: Simd) -> Self {
        let window = look_ahead_frames + 1;
        let mut envelope = Self {
            release_coefficient,
            window,
            recent: vec![0; window].into_boxed_slice(),
            sum: 0,
            level: 1.0,
            lows: vec![1.0; window + 1].into_boxed_slice(),
            lowest_of_turn: 1.0,
            cursor: 0,
            simd,
        };
        envelope.reset();
        envelope
    }

    /// Whether the gain is 1 and nothing in the window asks for less.
    pub(crate) fn at_rest(&self) -> bool {
        self.level == 1.0 && self.sum == self.full()
    }

    /// Replaces the gains that new frames ask for by those of the frames that leave the window's
    /// delay. At rest and asked for nothing but 1, it would not move.
    pub(crate) fn follow(&mut self, gains: &mut [f64]) {
        if self.at_rest() && gains.iter().all(|&gain| gain == 1.0) {
            return;
        }
        let mut rest = gains;
        while !rest.is_empty() {
            let count = rest.len().min(self.window - self.cursor);
            let (now, later) = rest.split_at_mut(count);
            let end = self.cursor + count;
            let lows = &mut self.lows[self.cursor..=end];
            self.lowest_of_turn = find_lowest(now, lows, self.lowest_of_turn);
            let recent = &mut self.recent[self.cursor..end];
            let state = Smoothing {
                level: self.level,
                sum: self.sum,
                release_coefficient: self.release_coefficient,
                full: self.window as f64 * UNIT,
            };
            let state = smooth(self.simd, now, recent, state);
            (self.level, self.sum) = (state.level, state.sum);
            self.cursor = end;
            if end == self.window {
                end_turn(&mut self.lows[..end]);
                self.lowest_of_turn = 1.0;
                self.cursor = 0;
            }
            rest = later;
        }
    }

    /// Back to the gain of 1, as if nothing had come in.
    pub(crate) fn reset(&mut self) {
        self.recent.fill(UNIT as i64);
        self.sum = self.full();
        self.level = 1.0;
        self.lows.fill(1.0);
        self.lowest_of_turn = 1.0;
        self.cursor = 0;
    }

    fn full(&self) -> i64 {
        self.window as i64 * UNIT as i64
    }
}

/// Not `f64::min`, which looks for NaN: there is none.
#[inline(always)]
fn lower(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Puts the smallest gain of each frame's window in the place of what the frame asks for, which
/// goes to `lows`. Returns the smallest of the turn.
fn find_lowest(gains: &mut [f64], lows: &mut [f64], lowest_of_turn: f64) -> f64 {
    let mut lowest = lowest_of_turn;
    let (groups, rest) = gains.as_chunks_mut::<4>();
    let mut at = 0;
    for [a, b, c, d] in groups {
        // In pairs, so that only one comparison of four waits for those before.
        let (ab, cd) = (lower(*a, *b), lower(*c, *d));
        let asked = [*a, *b, *c, *d];
        let so_far = [
            lower(lowest, *a),
            lower(lowest, ab),
            lower(lowest, lower(ab, *c)),
        ];
        lowest = lower(lowest, lower(ab, cd));
        let Some(before) = lows[at..].first_chunk_mut::<5>() else {
            break;
        };
        *a = lower(so_far[0], before[1]);
        *b = lower(so_far[1], before[2]);
        *c = lower(so_far[2], before[3]);
        *d = lower(lowest, before[4]);
        before[..4].copy_from_slice(&asked);
        at += 4;
    }
    for gain in rest {
        lowest = lower(lowest, *gain);
        let asked = std::mem::replace(gain, lower(lowest, lows[at + 1]));
        lows[at] = asked;
        at += 1;
    }
    lowest
}

/// Makes of what the frames of a turn asked for the smallest from each to the end.
fn end_turn(lows: &mut [f64]) {
    let mut lowest = 1.0;
    let (rest, groups) = lows.as_rchunks_mut::<4>();
    for [a, b, c, d] in groups.iter_mut().rev() {
        let cd = lower(*c, *d);
        let bcd = lower(*b, cd);
        let abcd = lower(lower(*a, *b), cd);
        *d = lower(*d, lowest);
        *c = lower(cd, lowest);
        *b = lower(bcd, lowest);
        lowest = lower(abcd, lowest);
        *a = lowest;
    }
    for low in rest.iter_mut().rev() {
        lowest = lower(*low, lowest);
        *low = lowest;
    }
}

/// Where the smoothing is.
pub(crate) struct Smoothing {
    level: f64,
    sum: i64,
    release_coefficient: f64,
    full: f64,
}

impl Smoothing {
    /// The sum over the window that ends with a frame whose smallest gain is `lowest`.
    #[inline(always)]
    fn next(&mut self, lowest: f64, recent: &mut i64) -> f64 {
        let missing = lowest - self.level;
        self.level = if missing <= 1e-6 {
            // Mostly one way or the other for long. An empty statement keeps the compiler from
            // making a choice of values of it, on which each frame would wait for the one before.
            // SAFETY: it does nothing.
            unsafe { std::arch::asm!("", options(nomem, nostack, preserves_flags)) };
            lowest
        } else {
            self.level + missing * self.release_coefficient
        };
        // SAFETY: the level is from 0 to 1, as what is asked for is.
        let units: i64 = unsafe { (self.level * UNIT).to_int_unchecked() };
        self.sum += units - std::mem::replace(recent, units);
        self.sum as f64
    }
}

widened! {
    /// Puts the gain of each frame in the place of the smallest of its window.
    fn smooth(gains: &mut [f64], recent: &mut [i64], state: Smoothing) -> Smoothing {
        let mut state = state;
        let (groups, rest) = gains.as_chunks_mut::<GROUP>();
        let (recent_groups, recent_rest) = recent.as_chunks_mut::<GROUP>();
        for (gains, recent) in groups.iter_mut().zip(recent_groups) {
            for (gain, recent) in gains.iter_mut().zip(recent) {
                *gain = state.next(*gain, recent);
            }
            for gain in gains {
                *gain /= state.full;
            }
        }
        for (gain, recent) in rest.iter_mut().zip(recent_rest) {
            *gain = state.next(*gain, recent) / state.full;
        }
        state
    }
}

#[cfg(test)]
mod tests;
