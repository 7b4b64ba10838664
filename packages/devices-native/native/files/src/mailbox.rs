//! What the thread of a job and whoever steers it leave for each other, under one lock.

use std::collections::VecDeque;

use patchcord_kernels::KernelSpec;

use crate::failure::Outcome;
use crate::sampled_times::SampledTimes;

/// Readings of one kernel that nobody has taken yet.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    numbers: VecDeque<f64>,
}

impl Readings {
    /// Adds whole readings, unless that made more than `most` numbers.
    pub(crate) fn add(&mut self, numbers: &[f64], most: usize) -> bool {
        if self.numbers.capacity() == 0 {
            self.numbers.reserve_exact(most);
        }
        let fits = self.numbers.len() + numbers.len() <= most;
        if fits {
            self.numbers.extend(numbers);
        }
        fits
    }

    /// Moves the oldest numbers to `into`, as many as fit, and returns how many those were.
    pub(crate) fn take(&mut self, into: &mut [f64]) -> usize {
        let count = self.numbers.len().min(into.len());
        for (to, number) in into.iter_mut().zip(self.numbers.drain(..count)) {
            *to = number;
        }
        count
    }
}

/// What lies there.
#[derive(Debug)]
pub(crate) struct Mailbox {
    pub(crate) paused: bool,
    pub(crate) stopped: bool,
    pub(crate) aborted: bool,
    /// For each kernel what it is to become.
    pub(crate) changes: Vec<Option<KernelSpec>>,
    pub(crate) readings: Vec<Readings>,
    pub(crate) times: Vec<SampledTimes>,
    pub(crate) outcome: Option<Outcome>,
}

impl Mailbox {
    pub(crate) fn new(kernel_count: usize) -> Self {
        let part_count = kernel_count + 2;
        Self {
            paused: false,
            stopped: false,
            aborted: false,
            changes: vec![None; kernel_count],
            readings: (0..kernel_count).map(|_| Readings::default()).collect(),
            times: (0..part_count).map(|_| SampledTimes::default()).collect(),
            outcome: None,
        }
    }
}
