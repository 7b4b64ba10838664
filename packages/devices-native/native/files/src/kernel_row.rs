//! The kernels of a job, one after another.

use std::ops::Range;
use std::time::Instant;

use patchcord_kernels::{Chain, FloatMode, Kernel, SharedKernel, share};

use crate::control::Control;
use crate::failure::{Fault, Outcome, Part};
use crate::sampled_times::is_sampled;
use crate::{Failure, Surroundings};

/// The most kernels in a [`Chain`].
const MOST_IN_CHAIN: usize = 30;
/// Numbers of readings that are moved at once, unless one reading has more.
const READING_NUMBERS: usize = 1024;

/// Kernels that are executed together: filters that are neighbours, or one kernel alone.
struct Group {
    members: Range<usize>,
    chain: Option<Chain>,
}

/// What a kernel has had to do with the block under way.
#[derive(Clone, Copy, Default)]
struct Share {
    took: bool,
    gave: bool,
    timed: bool,
    ms: f64,
}

/// Hands blocks from kernel to kernel, portion by portion: so they stay in the processor's first
/// cache. A kernel that gives nothing for a portion ends its way.
pub(crate) struct KernelRow<'a> {
    control: &'a Control,
    surroundings: &'a Surroundings,
    kernels: Vec<SharedKernel>,
    /// Where on its timeline a kernel's output has begun, once it has.
    starts: Vec<Option<i64>>,
    groups: Vec<Group>,
    shares: Vec<Share>,
    /// The portion on its way, planar: what goes in, and what has come out.
    pub(crate) samples: Vec<f32>,
    other: Vec<f32>,
    readings: Vec<f64>,
    times_us: [f64; MOST_IN_CHAIN],
}

impl<'a> KernelRow<'a> {
    pub(crate) fn new(
        kernels: Vec<Box<dyn Kernel>>,
        control: &'a Control,
        surroundings: &'a Surroundings,
    ) -> Self {
        let channels = kernels.iter().map(|kernel| kernel.output().channel_count);
        let reading_length = 2 + 3 * channels.max().unwrap_or(0);
        let kernels: Vec<_> = kernels.into_iter().map(share).collect();
        Self {
            control,
            surroundings,
            starts: vec![None; kernels.len()],
            groups: groups(&kernels),
            shares: vec![Share::default(); kernels.len()],
            kernels,
            samples: Vec::new(),
            other: Vec::new(),
            readings: vec![0.0; READING_NUMBERS.max(reading_length)],
            times_us: [0.0; MOST_IN_CHAIN],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.kernels.len()
    }

    /// A block begins. What was to change, changes when it comes to a kernel.
    pub(crate) fn begin_block(&mut self) {
        self.shares.fill(Share::default());
    }

    /// The block has come through: tells what was measured.
    pub(crate) fn end_block(&mut self) {
        for at in 0..self.kernels.len() {
            if self.shares[at].timed {
                self.control.add_time(1 + at, self.shares[at].ms);
            }
        }
        self.give_readings(self.kernels.len());
    }

    /// Takes the portion in `samples` through all kernels, and returns how many frames came out.
    pub(crate) fn run(&mut self, frame_count: usize) -> Result<usize, Failure> {
        self.run_from(0, frame_count)
    }

    /// Empties one kernel, takes what was in it through those behind it, and returns how many
    /// frames came out.
    pub(crate) fn flush(&mut self, at: usize) -> Result<usize, Failure> {
        self.control.now_at(Part::Kernel(at));
        let frame_count = {
            let mut kernel = self.kernels[at].borrow_mut();
            let frame_count = kernel.tail_frames();
            let length = frame_count * kernel.output().channel_count;
            self.samples.resize(length, 0.0);
            kernel.flush(&mut self.samples);
            frame_count
        };
        self.gave(at, frame_count);
        let behind = self
            .groups
            .iter()
            .take_while(|group| group.members.start <= at);
        self.run_from(behind.count(), frame_count)
    }

    fn run_from(&mut self, group: usize, frame_count: usize) -> Result<usize, Failure> {
        let mut frames = frame_count;
        for group in group..self.groups.len() {
            if frames == 0 {
                break;
            }
            frames = self.run_group(group, frames)?;
        }
        Ok(frames)
    }

    fn run_group(&mut self, group: usize, frames: usize) -> Result<usize, Failure> {
        let members = self.groups[group].members.clone();
        self.control.now_at(Part::Kernel(members.start));
        for at in members.clone() {
            self.take(at, frames)?;
        }
        let timed = self.shares[members.start].timed;
        let frames_out = match &mut self.groups[group].chain {
            None => self.run_one(members.start, frames, timed),
            Some(chain) if timed => {
                let times = &mut self.times_us[..members.len()];
                chain.process_in_place_timed(&mut self.samples, frames, times);
                for (share, us) in self.shares[members.clone()].iter_mut().zip(times) {
                    share.ms += *us / 1000.0;
                }
                frames
            }
            Some(chain) => {
                chain.process_in_place(&mut self.samples, frames);
                frames
            }
        };
        for at in members {
            self.gave(at, frames_out);
        }
        Ok(frames_out)
    }

    fn take(&mut self, at: usize, frames: usize) -> Outcome {
        let part = &self.control.counters().parts[1 + at];
        let first = !self.shares[at].took;
        if first {
            self.prepare(at)?;
            self.shares[at].took = true;
            self.shares[at].timed = is_sampled(part.items_in());
        }
        part.took(frames, first);
        Ok(())
    }

    fn gave(&mut self, at: usize, frames: usize) {
        if frames > 0 {
            let first = !std::mem::replace(&mut self.shares[at].gave, true);
            self.control.counters().parts[1 + at].gave(frames, first);
        }
    }

    /// What is due before a kernel's next block: its change, and before the first its place.
    fn prepare(&mut self, at: usize) -> Outcome {
        if let Some(spec) = self.control.take_change(at) {
            let changed = self.kernels[at].borrow_mut().update(&spec);
            changed.map_err(|error| Failure {
                part: Part::Kernel(at),
                fault: Fault::Spec(error),
            })?;
        }
        if self.starts[at].is_none() {
            // Nothing comes to a kernel before the one in front of it has begun.
            let before = at.checked_sub(1).and_then(|before| self.starts[before]);
            let start = self.kernels[at].borrow_mut().start_at(before.unwrap_or(0));
            self.starts[at] = Some(start);
        }
        Ok(())
    }

    fn run_one(&mut self, at: usize, frames: usize, timed: bool) -> usize {
        let started = timed.then(Instant::now);
        let mut kernel = self.kernels[at].borrow_mut();
        let _mode = kernel.denormals_off().then(FloatMode::denormals_off);
        let frames_out = kernel.output_frames(frames);
        if kernel.in_place() && frames_out == frames {
            kernel.process_in_place(&mut self.samples, frames);
        } else {
            let length = frames_out * kernel.output().channel_count;
            self.other.resize(length, 0.0);
            kernel.process(&self.samples, frames, &mut self.other);
            std::mem::swap(&mut self.samples, &mut self.other);
        }
        if let Some(started) = started {
            self.shares[at].ms += started.elapsed().as_secs_f64() * 1000.0;
        }
        frames_out
    }

    /// Queues what the first kernels have measured, and waits while nobody takes it.
    pub(crate) fn give_readings(&mut self, count: usize) {
        for (at, kernel) in self.kernels.iter().enumerate().take(count) {
            let mut kernel = kernel.borrow_mut();
            while kernel.has_readings() {
                let count = kernel.take_readings(&mut self.readings);
                self.control.give_readings(at, &self.readings[..count]);
                (self.surroundings.on_news)();
            }
        }
    }
}

/// Filters that are neighbours are executed together, which is faster and gives the same.
fn groups(kernels: &[SharedKernel]) -> Vec<Group> {
    let is_filter = |at: usize| kernels[at].borrow_mut().as_biquad().is_some();
    let mut groups = Vec::new();
    let mut first = 0;
    while first < kernels.len() {
        let most = kernels.len().min(first + MOST_IN_CHAIN);
        let filters = (first..most).take_while(|&at| is_filter(at)).count();
        let members = first..first + filters.max(1);
        let chain = (filters > 1).then(|| Chain::new(kernels[members.clone()].to_vec()));
        first = members.end;
        groups.push(Group { members, chain });
    }
    groups
}
