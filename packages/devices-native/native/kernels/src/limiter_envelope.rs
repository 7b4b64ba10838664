//! The gain of a look-ahead limiter, frame by frame: see `limiter-envelope.ts`.

/// Gains are added up as whole numbers, in units of 2^-30: exact, however long the stream.
const UNIT: f64 = (1_u64 << 30) as f64;

/// A gain asked for, and the frame that asked.
#[derive(Clone, Copy)]
struct Candidate {
    gain: f64,
    frame: u64,
}

/// What the gain was and what it will have to be.
pub(crate) struct LimiterEnvelope {
    pub(crate) release_coefficient: f64,
    window: usize,
    full: f64,
    /// The last window of gains in units.
    recent: Box<[f64]>,
    cursor: usize,
    sum: f64,
    level: f64,
    /// Candidates for the smallest gain, which rise: a ring of a window's length.
    candidates: Box<[Candidate]>,
    head: usize,
    size: usize,
    frame: u64,
}

impl LimiterEnvelope {
    pub(crate) fn new(look_ahead_frames: usize, release_coefficient: f64) -> Self {
        let window = look_ahead_frames + 1;
        let full = window as f64 * UNIT;
        Self {
            release_coefficient,
            window,
            full,
            recent: vec![UNIT; window].into_boxed_slice(),
            cursor: 0,
            sum: full,
            level: 1.0,
            candidates: vec![
                Candidate {
                    gain: 1.0,
                    frame: 0
                };
                window
            ]
            .into_boxed_slice(),
            head: 0,
            size: 0,
            frame: 0,
        }
    }

    /// Whether the gain is 1 and nothing in the window asks for less.
    pub(crate) fn at_rest(&self) -> bool {
        self.level == 1.0 && self.sum == self.full
    }

    /// Replaces the gains that new frames ask for by those of the frames that leave the window's
    /// delay. At rest and asked for nothing but 1, it would not move.
    pub(crate) fn follow(&mut self, gains: &mut [f64]) {
        if self.at_rest() && gains.iter().all(|&gain| gain == 1.0) {
            return;
        }
        for gain in gains {
            let lowest = self.lowest(*gain);
            let missing = lowest - self.level;
            if missing <= 1e-6 {
                self.level = lowest;
            } else {
                self.level += missing * self.release_coefficient;
            }
            // Rounds down: the level is above 0.
            let units = (self.level * UNIT) as i64 as f64;
            self.sum += units - self.recent[self.cursor];
            self.recent[self.cursor] = units;
            self.cursor = self.after(self.cursor);
            *gain = if self.sum == self.full {
                1.0
            } else {
                self.sum / self.full
            };
        }
    }

    /// Back to the gain of 1, as if nothing had come in.
    pub(crate) fn reset(&mut self) {
        self.recent.fill(UNIT);
        self.sum = self.full;
        self.level = 1.0;
        self.head = 0;
        self.size = 0;
        self.frame = 0;
        self.cursor = 0;
    }

    fn after(&self, index: usize) -> usize {
        if index + 1 == self.window {
            0
        } else {
            index + 1
        }
    }

    fn lowest(&mut self, asked: f64) -> f64 {
        let left = self.candidates[self.head].frame + self.window as u64 <= self.frame;
        if self.size > 0 && left {
            self.size -= 1;
            self.head = self.after(self.head);
        }
        let mut end = self.head + self.size;
        if end >= self.window {
            end -= self.window;
        }
        while self.size > 0 {
            let last = if end == 0 { self.window - 1 } else { end - 1 };
            if self.candidates[last].gain < asked {
                break;
            }
            end = last;
            self.size -= 1;
        }
        self.candidates[end] = Candidate {
            gain: asked,
            frame: self.frame,
        };
        self.frame += 1;
        self.size += 1;
        self.candidates[self.head].gain
    }
}
