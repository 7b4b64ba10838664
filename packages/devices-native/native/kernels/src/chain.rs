//! Several kernels, each fed by the one before it, executed by one call a block.

mod filters;
mod gains;
mod kind;
mod stopwatch;

use std::ops::Range;

use crate::float_mode::FloatMode;
use crate::kernel::{Kernel, SharedKernel};
use filters::Filters;
use gains::Gains;
use kind::Kind;
use stopwatch::Stopwatch;

/// Kernels in a row. They keep their state themselves: each may be called by itself between two
/// blocks of the chain.
///
/// Works in place wherever its kernels do, and executes neighbouring filters together, and gains. It
/// allocates only where a block is larger than all before. The floating-point mode is put right
/// for the length of a call.
pub struct Chain {
    kernels: Vec<SharedKernel>,
    /// For each kernel, how many of its kind follow each other from it on, where such are executed
    /// together.
    alike_from: Vec<usize>,
    filters: Filters,
    gains: Gains,
    /// For each kernel, what it does in this block.
    plan: Vec<Step>,
    /// What lies before a kernel that cannot work in place, and what one has written.
    scratch: [Vec<f32>; 2],
    /// The kernel that is at work.
    under_way: usize,
}

#[derive(Clone, Copy)]
struct Step {
    frames: usize,
    samples: usize,
    in_place: bool,
}

impl Chain {
    /// Joins kernels, at most 32, of which each takes what the one before it gives.
    ///
    /// # Panics
    ///
    /// Where there are more.
    #[must_use]
    pub fn new(kernels: Vec<SharedKernel>) -> Self {
        assert!(kernels.len() <= 32, "a chain has at most 32 kernels");
        let alike_from = Kind::runs(&kernels);
        let plan = Vec::with_capacity(kernels.len());
        Self {
            kernels,
            alike_from,
            filters: Filters::new(),
            gains: Gains::new(),
            plan,
            scratch: [Vec::new(), Vec::new()],
            under_way: 0,
        }
    }

    /// Executes one block. `output` has exactly as many frames as the last kernel writes. Bit `i`
    /// of the result says that kernel `i` has readings.
    pub fn process(&mut self, input: &[f32], frame_count: usize, output: &mut [f32]) -> u32 {
        self.run(Some(input), frame_count, output, &mut Stopwatch::off())
    }

    /// The same, and writes to `times_us[i]` how long kernel `i` took, in microseconds. Filters
    /// that were executed together share their time alike.
    pub fn process_timed(
        &mut self,
        input: &[f32],
        frame_count: usize,
        output: &mut [f32],
        times_us: &mut [f64],
    ) -> u32 {
        self.run(
            Some(input),
            frame_count,
            output,
            &mut Stopwatch::on(times_us),
        )
    }

    /// Executes one block where it lies: as many frames of as many channels come out. Where all
    /// kernels only read, nothing is written.
    pub fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) -> u32 {
        self.run(None, frame_count, samples, &mut Stopwatch::off())
    }

    /// The same, and writes to `times_us[i]` how long kernel `i` took, in microseconds.
    pub fn process_in_place_timed(
        &mut self,
        samples: &mut [f32],
        frame_count: usize,
        times_us: &mut [f64],
    ) -> u32 {
        self.run(None, frame_count, samples, &mut Stopwatch::on(times_us))
    }

    /// Writes to `each[i]` how many frames kernel `i` will write for the next `frame_count` frames.
    pub fn output_frames(&self, frame_count: usize, each: &mut [f64]) {
        let mut frames = frame_count;
        for (kernel, count) in self.kernels.iter().zip(each) {
            frames = kernel.borrow().output_frames(frames);
            *count = frames as f64;
        }
    }

    /// After a panic, the index of the kernel that was at work, or of the first of those that were
    /// executed together; else 0.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.under_way
    }

    /// Without input, that lies in `output`.
    fn run(
        &mut self,
        input: Option<&[f32]>,
        frame_count: usize,
        output: &mut [f32],
        stopwatch: &mut Stopwatch<'_>,
    ) -> u32 {
        let _mode = FloatMode::exact();
        self.make_plan(frame_count);
        match self.plan.iter().rposition(|step| !step.in_place) {
            Some(last_move) => self.run_moves(input, frame_count, output, last_move, stopwatch),
            None => {
                if let Some(input) = input {
                    output.copy_from_slice(input);
                }
                self.run_in_place(0..self.kernels.len(), output, frame_count, stopwatch);
            }
        }
        self.under_way = 0;
        self.readings()
    }

    fn make_plan(&mut self, frame_count: usize) {
        self.plan.clear();
        let mut frames = frame_count;
        self.plan.extend(self.kernels.iter().map(|kernel| {
            let kernel = kernel.borrow();
            let before = frames;
            frames = kernel.output_frames(before);
            let samples = frames * kernel.output().channel_count;
            Step {
                frames,
                samples,
                in_place: kernel.in_place() && frames == before,
            }
        }));
    }

    /// Works in place between the kernels that move samples; the last of these writes to `output`.
    fn run_moves(
        &mut self,
        input: Option<&[f32]>,
        frame_count: usize,
        output: &mut [f32],
        last_move: usize,
        stopwatch: &mut Stopwatch<'_>,
    ) {
        let [mut here, mut there] = std::mem::take(&mut self.scratch);
        let unread = input.filter(|_| !self.plan[0].in_place);
        if unread.is_none() {
            here.clear();
            here.extend_from_slice(input.unwrap_or(output));
        }
        let mut frames = frame_count;
        let mut from = 0;
        for at in 0..=last_move {
            let step = self.plan[at];
            if step.in_place {
                continue;
            }
            self.run_in_place(from..at, &mut here, frames, stopwatch);
            self.under_way = at;
            let source = unread.filter(|_| at == 0).unwrap_or(&here);
            if at == last_move {
                self.run_one(at, |kernel| kernel.process(source, frames, output));
            } else {
                there.resize(step.samples, 0.0);
                self.run_one(at, |kernel| kernel.process(source, frames, &mut there));
                std::mem::swap(&mut here, &mut there);
            }
            stopwatch.lap(at, 1);
            frames = step.frames;
            from = at + 1;
        }
        self.scratch = [here, there];
        self.run_in_place(from..self.kernels.len(), output, frames, stopwatch);
    }

    fn run_in_place(
        &mut self,
        range: Range<usize>,
        samples: &mut [f32],
        frame_count: usize,
        stopwatch: &mut Stopwatch<'_>,
    ) {
        let mut at = range.start;
        while at < range.end {
            self.under_way = at;
            let alike = &self.kernels[at..range.end.min(at + self.alike_from[at])];
            let mut count = self.filters.run(alike, samples, frame_count);
            if count == 0 {
                count = self.gains.run(alike, samples);
            }
            if count == 0 {
                self.run_one(at, |kernel| kernel.process_in_place(samples, frame_count));
                count = 1;
            }
            stopwatch.lap(at, count);
            at += count;
        }
    }

    fn run_one(&self, at: usize, call: impl FnOnce(&mut dyn Kernel)) {
        let mut kernel = self.kernels[at].borrow_mut();
        let _mode = kernel.denormals_off().then(FloatMode::denormals_off);
        call(&mut **kernel);
    }

    fn readings(&self) -> u32 {
        let kernels = self.kernels.iter().enumerate();
        kernels.fold(0, |bits, (at, kernel)| {
            bits | u32::from(kernel.borrow().has_readings()) << at
        })
    }
}
