//! What a job has done so far. Its thread writes, anybody reads.

use std::sync::atomic::{AtomicU64, Ordering};

/// Of one part of a job.
#[derive(Debug, Default)]
pub struct PartCounters {
    items_in: AtomicU64,
    frames_in: AtomicU64,
    items_out: AtomicU64,
    frames_out: AtomicU64,
}

impl PartCounters {
    /// Numbers for each part in [`Counters::copy_to`].
    pub const LENGTH: usize = 4;

    pub(crate) fn items_in(&self) -> u64 {
        self.items_in.load(Ordering::Relaxed)
    }

    pub(crate) fn items_out(&self) -> u64 {
        self.items_out.load(Ordering::Relaxed)
    }

    /// A part of a block went in: the first of it, or one more.
    pub(crate) fn took(&self, frame_count: usize, first: bool) {
        Counters::add(&self.items_in, u64::from(first));
        Counters::add(&self.frames_in, frame_count as u64);
    }

    /// A part of a block came out: the first of it, or one more.
    pub(crate) fn gave(&self, frame_count: usize, first: bool) {
        Counters::add(&self.items_out, u64::from(first));
        Counters::add(&self.frames_out, frame_count as u64);
    }
}

/// Of a whole job.
#[derive(Debug)]
pub struct Counters {
    pub(crate) parts: Vec<PartCounters>,
    pub(crate) bytes_written: AtomicU64,
    pub(crate) clipped_samples: AtomicU64,
    pub(crate) nan_samples: AtomicU64,
}

impl Counters {
    pub(crate) fn new(part_count: usize) -> Self {
        Self {
            parts: (0..part_count).map(|_| PartCounters::default()).collect(),
            bytes_written: AtomicU64::new(0),
            clipped_samples: AtomicU64::new(0),
            nan_samples: AtomicU64::new(0),
        }
    }

    /// For the one thread that writes: cheaper than an addition that others could interrupt.
    pub(crate) fn add(counter: &AtomicU64, by: u64) {
        counter.store(counter.load(Ordering::Relaxed) + by, Ordering::Relaxed);
    }

    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        PartCounters::LENGTH * self.parts.len() + 3
    }

    /// Never: there are an input and an output at least.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// For each part, the input first and the output last, the blocks and frames that it took and
    /// those that it gave; then the bytes written, the clipped samples, and those that were no
    /// number. As many as fit.
    pub fn copy_to(&self, into: &mut [f64]) {
        let parts = self.parts.iter().flat_map(|part| {
            [
                &part.items_in,
                &part.frames_in,
                &part.items_out,
                &part.frames_out,
            ]
        });
        let whole = [
            &self.bytes_written,
            &self.clipped_samples,
            &self.nan_samples,
        ];
        for (to, counter) in into.iter_mut().zip(parts.chain(whole)) {
            *to = counter.load(Ordering::Relaxed) as f64;
        }
    }
}
