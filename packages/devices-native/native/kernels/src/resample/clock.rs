//! Where output frames lie among input frames.

use crate::spec::ResampleSpec;

/// Places are counted in parts of a frame that there are this many of, where the ratio can change.
const FINEST_PARTS: u64 = 1 << 31;

/// Where the next output frame lies, in whole numbers: it cannot drift. The twin of
/// `resample-clock.ts`, whose every number it has to agree with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    ratio_up: u32,
    ratio_down: u32,
    /// `up` is so many times the ratio's.
    factor: u64,
    /// Parts of an input frame.
    up: u64,
    /// Parts from one output frame to the next.
    down: u64,
    /// The same as whole input frames and the parts that remain.
    whole_step: usize,
    phase_step: u64,
    /// The whole input frames before the next output frame's row, and the rest in parts.
    pub(crate) start: usize,
    phase: u64,
}

impl Clock {
    pub(crate) fn new(spec: &ResampleSpec) -> Self {
        let factor = if spec.adjustable {
            FINEST_PARTS / u64::from(spec.up)
        } else {
            1
        };
        let mut clock = Self {
            ratio_up: spec.up,
            ratio_down: spec.down,
            factor,
            up: u64::from(spec.up) * factor,
            down: 0,
            whole_step: 0,
            phase_step: 0,
            start: 0,
            phase: 0,
        };
        clock.correct(spec.correction_ppm);
        clock
    }

    /// Gives so many parts per million more output frames per input frame than the ratio says.
    pub(crate) fn correct(&mut self, correction_ppm: f64) {
        let down = (u64::from(self.ratio_down) * self.factor) as f64;
        self.down = (down / (1.0 + correction_ppm / 1e6)).round() as u64;
        self.whole_step = (self.down / self.up) as usize;
        self.phase_step = self.down % self.up;
    }

    /// Begins at an input frame: returns the first output frame that is not before it.
    pub(crate) fn start_at(&mut self, position: i64) -> i64 {
        let (up, down) = (i128::from(self.ratio_up), i128::from(self.ratio_down));
        let begin = i128::from(position) * up;
        let frame = (begin + down - 1) / down;
        let ahead = frame * down - begin;
        self.start = (ahead / up) as usize;
        self.phase = (ahead % up) as u64 * self.factor;
        frame as i64
    }

    /// Output frames whose row begins before input frame `end`.
    pub(crate) fn frames_up_to(&self, end: i64) -> usize {
        let frames = end - self.start as i64;
        if frames <= 0 {
            return 0;
        }
        let parts = i128::from(frames) * i128::from(self.up) - i128::from(self.phase);
        match u64::try_from(parts) {
            Ok(parts) => parts.div_ceil(self.down) as usize,
            Err(_) => (parts as u128).div_ceil(u128::from(self.down)) as usize,
        }
    }

    /// Goes on by one output frame.
    #[inline(always)]
    pub(crate) fn step(&mut self) {
        self.start += self.whole_step;
        self.phase += self.phase_step;
        if self.phase >= self.up {
            self.phase -= self.up;
            self.start += 1;
        }
    }

    /// Goes on by so many output frames.
    pub(crate) fn move_on(&mut self, frames: usize) {
        let phase = self.phase + frames as u64 * self.down;
        self.start += (phase / self.up) as usize;
        self.phase = phase % self.up;
    }

    /// The next frame's phase, which is the number of its row where each has one.
    #[inline(always)]
    pub(crate) fn phase(&self) -> usize {
        self.phase as usize
    }

    /// The next frame's place between two input frames: from 0 to below 1.
    #[inline(always)]
    pub(crate) fn place(&self) -> f64 {
        self.phase as f64 / self.up as f64
    }

    /// Whole input frames from one output frame to the next, where that is all there is.
    #[inline(always)]
    pub(crate) fn whole_step(&self) -> usize {
        self.whole_step
    }
}
