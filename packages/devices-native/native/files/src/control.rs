//! How a job is steered and watched.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use patchcord_kernels::KernelSpec;

use crate::counters::Counters;
use crate::failure::{Outcome, Part};
use crate::mailbox::Mailbox;

/// Numbers of readings that may wait for somebody to take them, of each kernel; more where four
/// portions have more.
const MOST_NUMBERS: usize = 8192;

/// What both the thread of a job and whoever steers it hold. Every method may be called from any
/// thread at any time.
#[derive(Debug)]
pub struct Control {
    counters: Counters,
    kernel_count: usize,
    mailbox: Mutex<Mailbox>,
    changed: Condvar,
    /// Something in the mailbox says how to go on. Looked at once a block, without the lock.
    steered: AtomicBool,
    /// Changes that no kernel has made yet.
    changes_due: AtomicUsize,
    /// The part at work, by its index.
    at_work: AtomicUsize,
}

/// What a job does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Reads on.
    Read,
    /// Comes to its end.
    Drain,
    /// Leaves all as it is.
    Leave,
}

impl Control {
    /// Of a job with so many kernels.
    #[must_use]
    pub fn new(kernel_count: usize) -> Self {
        Self {
            counters: Counters::new(kernel_count + 2),
            kernel_count,
            mailbox: Mutex::new(Mailbox::new(kernel_count)),
            changed: Condvar::new(),
            steered: AtomicBool::new(false),
            changes_due: AtomicUsize::new(0),
            at_work: AtomicUsize::new(0),
        }
    }

    /// What it has done so far.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// How many kernels it has.
    #[must_use]
    pub fn kernel_count(&self) -> usize {
        self.kernel_count
    }

    /// Changes a kernel from the next block that it gets.
    ///
    /// # Panics
    ///
    /// Where there is no such kernel.
    pub fn update(&self, kernel: usize, spec: KernelSpec) {
        let mut mailbox = self.lock();
        if mailbox.changes[kernel].replace(spec).is_none() {
            self.changes_due.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Holds the work after the block under way.
    pub fn pause(&self) {
        self.steer(|mailbox| mailbox.paused = true);
    }

    /// Goes on.
    pub fn resume(&self) {
        self.steer(|mailbox| mailbox.paused = false);
    }

    /// Reads no further block: the job comes to its end. Ends a pause.
    pub fn stop_reading(&self) {
        self.steer(|mailbox| {
            mailbox.stopped = true;
            mailbox.paused = false;
        });
    }

    /// Ends the job after the block under way; what is in the kernels is lost.
    pub fn abort(&self) {
        self.steer(|mailbox| mailbox.aborted = true);
    }

    /// Moves numbers of a kernel's readings, oldest first, to `into`, as many as fit, and returns
    /// how many those were. They are whole readings where `into` has room for whole readings.
    ///
    /// # Panics
    ///
    /// Where there is no such kernel.
    pub fn take_readings(&self, kernel: usize, into: &mut [f64]) -> usize {
        let count = self.lock().readings[kernel].take(into);
        self.changed.notify_all();
        count
    }

    /// Moves durations of sampled blocks of a part, in milliseconds and oldest first, to `into`.
    ///
    /// # Panics
    ///
    /// Where there is no such part.
    pub fn take_times(&self, part: Part, into: &mut [f64]) -> usize {
        let part = part.index(self.kernel_count);
        self.lock().times[part].take(into)
    }

    /// Lets `read` look at how the job ended: absent while it works.
    pub fn with_outcome<R>(&self, read: impl FnOnce(Option<&Outcome>) -> R) -> R {
        read(self.lock().outcome.as_ref())
    }

    fn lock(&self) -> MutexGuard<'_, Mailbox> {
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn steer(&self, change: impl FnOnce(&mut Mailbox)) {
        let mut mailbox = self.lock();
        change(&mut mailbox);
        let steered = mailbox.paused || mailbox.stopped || mailbox.aborted;
        self.steered.store(steered, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Waits out a pause and says how to go on. Before it waits it calls `before_wait`.
    pub(crate) fn next<E>(
        &self,
        mut before_wait: impl FnMut() -> Result<(), E>,
    ) -> Result<Next, E> {
        if !self.steered.load(Ordering::Relaxed) {
            return Ok(Next::Read);
        }
        let mut mailbox = self.lock();
        if mailbox.paused && !mailbox.aborted {
            drop(mailbox);
            before_wait()?;
            mailbox = self.lock();
        }
        while mailbox.paused && !mailbox.aborted {
            mailbox = self.wait(mailbox);
        }
        Ok(match &*mailbox {
            Mailbox { aborted: true, .. } => Next::Leave,
            Mailbox { stopped: true, .. } => Next::Drain,
            _ => Next::Read,
        })
    }

    fn wait<'a>(&self, mailbox: MutexGuard<'a, Mailbox>) -> MutexGuard<'a, Mailbox> {
        self.changed
            .wait(mailbox)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The change that a kernel is to make before its next block.
    pub(crate) fn take_change(&self, kernel: usize) -> Option<KernelSpec> {
        if self.changes_due.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let change = self.lock().changes[kernel].take();
        if change.is_some() {
            self.changes_due.fetch_sub(1, Ordering::Relaxed);
        }
        change
    }

    /// Queues whole readings of a kernel, when there is room for them. After an abort they are
    /// dropped.
    pub(crate) fn give_readings(&self, kernel: usize, numbers: &[f64]) {
        let most = MOST_NUMBERS.max(4 * numbers.len());
        let mut mailbox = self.lock();
        while !mailbox.aborted && !mailbox.readings[kernel].add(numbers, most) {
            mailbox = self.wait(mailbox);
        }
    }

    pub(crate) fn add_time(&self, part: usize, ms: f64) {
        self.lock().times[part].add(ms);
    }

    /// Says who is at work, for the case of a panic.
    pub(crate) fn now_at(&self, part: Part) {
        let part = part.index(self.kernel_count);
        self.at_work.store(part, Ordering::Relaxed);
    }

    pub(crate) fn at_work(&self) -> Part {
        Part::at(self.at_work.load(Ordering::Relaxed), self.kernel_count)
    }

    pub(crate) fn end(&self, outcome: Outcome) {
        self.lock().outcome = Some(outcome);
    }
}
