//! What the two ends stand on.

use std::sync::atomic::Ordering;

use crate::error::RingError;
use crate::layout::{Shape, word};

/// The orderings of [`Memory::load`], [`Memory::store`] and [`Memory::claim`]: the view takes them
/// from here, and so does the model that the tests try, so that what is proved is what runs.
pub(crate) const LOAD: Ordering = Ordering::Acquire;
pub(crate) const STORE: Ordering = Ordering::Release;
pub(crate) const CLAIM: Ordering = Ordering::AcqRel;

/// The memory of a ring: a [`crate::RingView`] in earnest, a model that tries all interleavings in
/// the tests.
///
/// # Safety
///
/// `shape` never changes and has no fault that leads out of the memory. Words and longs behave as
/// atomics of the orderings that are named.
pub unsafe trait Memory {
    /// What the maker decided, as it was when the memory was looked at first.
    fn shape(&self) -> Shape;

    /// Loads a word with acquire: what the other end did before its store is seen afterwards.
    fn load(&self, word: usize) -> u32;

    /// Stores a word with release: what was done before is seen by who loads it.
    fn store(&self, word: usize, value: u32);

    /// Changes a word from 0 to 1, if it is 0.
    fn claim(&self, word: usize) -> bool;

    /// Loads a word, relaxed: ordered by a load of an index or a state.
    fn peek(&self, word: usize) -> u32;

    /// Stores a word, relaxed: ordered by a store of an index or a state.
    fn poke(&self, word: usize, value: u32);

    /// Loads a long, relaxed.
    fn peek_long(&self, long: usize) -> u64;

    /// Stores a long, relaxed.
    fn poke_long(&self, long: usize, value: u64);

    /// Copies samples into the ring of one channel, from frame `at` on, without wrapping.
    ///
    /// # Safety
    ///
    /// `channel < channel_count`, `at + samples.len() <= capacity_frames`, and nobody reads those
    /// frames meanwhile.
    unsafe fn write_samples(&self, channel: usize, at: usize, samples: &[f32]);

    /// Copies samples out of the ring of one channel, from frame `at` on, without wrapping.
    ///
    /// # Safety
    ///
    /// `channel < channel_count`, `at + samples.len() <= capacity_frames`, and nobody writes those
    /// frames meanwhile.
    unsafe fn read_samples(&self, channel: usize, at: usize, samples: &mut [f32]);
}

/// Takes the place of one end, whose own index rests meanwhile.
pub(crate) fn attach(memory: &impl Memory, state: usize) -> Result<(), RingError> {
    let shape = memory.shape();
    if memory.load(state) != 0 {
        return Err(RingError::Used);
    }
    let read_index = memory.load(word::READ_INDEX);
    let mark_read_index = memory.load(word::MARK_READ_INDEX);
    shape
        .fill(memory.load(word::WRITE_INDEX), read_index)
        .ok_or(RingError::Corrupt("its indices"))?;
    shape
        .mark_fill(memory.load(word::MARK_WRITE_INDEX), mark_read_index)
        .ok_or(RingError::Corrupt("its mark indices"))?;
    if memory.claim(state) {
        Ok(())
    } else {
        Err(RingError::Used)
    }
}

/// Adds to a counter that only one end writes.
pub(crate) fn count(memory: &impl Memory, long: usize, by: u64) {
    memory.poke_long(long, memory.peek_long(long).wrapping_add(by));
}

/// Checks the frames of a planar block and gives the length of its channels.
pub(crate) fn check_block(
    length: usize,
    shape: &Shape,
    frames: &std::ops::Range<usize>,
) -> Result<usize, RingError> {
    let channels = shape.channel_count as usize;
    let stride = length / channels;
    if length.is_multiple_of(channels) && frames.start <= frames.end && frames.end <= stride {
        Ok(stride)
    } else {
        Err(RingError::Block)
    }
}
