//! The end that puts frames in.

use std::ops::Range;

use crate::error::RingError;
use crate::layout::{Shape, long, word};
use crate::memory::{Memory, attach, check_block, count};
use crate::view::RingView;

/// The consumer of a ring, seen from its producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderState {
    /// Not attached yet.
    Absent,
    /// Attached.
    Open,
    /// Closed: nobody will read any more.
    Closed,
}

/// Puts frames into a ring. A ring has one producer in its life; where it is dropped without
/// [`Producer::close`], the consumer learns that the stream was cut short.
#[derive(Debug)]
pub struct Producer<M: Memory = RingView> {
    memory: M,
    shape: Shape,
    /// Frames and marks ever written: the producer's own, never read back.
    index: u32,
    marks: u32,
    gap: Option<u64>,
    closed: bool,
}

impl<M: Memory> Producer<M> {
    /// Becomes the producer of a ring.
    ///
    /// # Errors
    ///
    /// [`RingError::Used`] where it has, or had, one; [`RingError::Corrupt`] where its indices are
    /// impossible.
    pub fn attach(memory: M) -> Result<Self, RingError> {
        attach(&memory, word::WRITER_STATE)?;
        Ok(Self {
            shape: memory.shape(),
            index: memory.load(word::WRITE_INDEX),
            marks: memory.load(word::MARK_WRITE_INDEX),
            memory,
            gap: None,
            closed: false,
        })
    }

    /// Frames that can be written now.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory was damaged.
    pub fn free_frames(&self) -> Result<usize, RingError> {
        // Acquire: the consumer has read what is free before it said so.
        let read_index = self.memory.load(word::READ_INDEX);
        let filled = self
            .shape
            .fill(self.index, read_index)
            .ok_or(RingError::Corrupt("its indices"))?;
        if self.gap.is_some() && !self.has_free_mark()? {
            return Ok(0);
        }
        Ok((self.shape.capacity_frames - filled) as usize)
    }

    /// Writes as many of the frames as fit and returns how many that were; nothing is counted.
    /// `samples` is planar, `frames` the part of each channel that is meant.
    ///
    /// # Errors
    ///
    /// [`RingError::Block`] where the block has not so many frames, [`RingError::Corrupt`] where the
    /// memory was damaged.
    pub fn write(&mut self, samples: &[f32], frames: Range<usize>) -> Result<usize, RingError> {
        let stride = check_block(samples.len(), &self.shape, &frames)?;
        let count = frames.len().min(self.free_frames()?);
        if count == 0 {
            return Ok(0);
        }
        self.put_mark();
        let capacity = self.shape.capacity_frames as usize;
        let at = self.index as usize & (capacity - 1);
        let first = count.min(capacity - at);
        for channel in 0..self.shape.channel_count as usize {
            let from = channel * stride + frames.start;
            let block = &samples[from..from + count];
            // SAFETY: both parts are within the capacity, and these frames were found free: the
            // consumer does not read them before the store below.
            unsafe {
                self.memory.write_samples(channel, at, &block[..first]);
                self.memory.write_samples(channel, 0, &block[first..]);
            }
        }
        self.index = self.index.wrapping_add(count as u32);
        // Release: who sees the index sees the samples and the mark.
        self.memory.store(word::WRITE_INDEX, self.index);
        Ok(count)
    }

    /// For a producer that cannot come again: writes as many frames as fit and drops the rest, which
    /// is counted as one overrun. The consumer learns the exact place of the gap.
    ///
    /// # Errors
    ///
    /// Those of [`Producer::write`].
    pub fn write_or_drop(
        &mut self,
        samples: &[f32],
        frames: Range<usize>,
    ) -> Result<usize, RingError> {
        let wanted = frames.len();
        let written = self.write(samples, frames)?;
        if written < wanted {
            let dropped = (wanted - written) as u64;
            count(&self.memory, long::OVERRUNS, 1);
            count(&self.memory, long::DROPPED_FRAMES, dropped);
            self.mark_gap(dropped);
        }
        Ok(written)
    }

    /// Says that frames were lost before they came here; 0 where it is not known how many.
    pub fn mark_gap(&mut self, frame_count: u64) {
        self.gap = Some(self.gap.unwrap_or(0).saturating_add(frame_count));
    }

    /// Where the consumer is in its life.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory was damaged.
    pub fn reader_state(&self) -> Result<ReaderState, RingError> {
        match self.memory.load(word::READER_STATE) {
            0 => Ok(ReaderState::Absent),
            1 => Ok(ReaderState::Open),
            2 => Ok(ReaderState::Closed),
            _ => Err(RingError::Corrupt("the state of its consumer")),
        }
    }

    /// Says that all frames were written.
    pub fn close(mut self) {
        self.end(2);
    }

    fn end(&mut self, state: u32) {
        if self.closed {
            return;
        }
        self.closed = true;
        if let Some(gap) = self.gap {
            self.memory.poke_long(long::TAIL_GAP, gap);
            self.memory.poke(word::TAIL_MARKED, 1);
        }
        // Release: who sees the state sees all frames, and what was lost after them.
        self.memory.store(word::WRITER_STATE, state);
    }

    fn has_free_mark(&self) -> Result<bool, RingError> {
        // Acquire: the consumer has read the mark that is written over before it said so.
        let read = self.memory.load(word::MARK_READ_INDEX);
        self.shape
            .mark_fill(self.marks, read)
            .map(|marks| marks < self.shape.mark_capacity)
            .ok_or(RingError::Corrupt("its mark indices"))
    }

    /// Comes before the frames that follow the gap; that there is room was seen.
    fn put_mark(&mut self) {
        let Some(gap) = self.gap.take() else { return };
        let (frame, long) = self.shape.mark(self.marks);
        self.memory.poke(frame, self.index);
        self.memory.poke_long(long, gap);
        self.marks = self.marks.wrapping_add(1);
        // Release: who sees the index sees the mark.
        self.memory.store(word::MARK_WRITE_INDEX, self.marks);
    }
}

impl<M: Memory> Drop for Producer<M> {
    fn drop(&mut self) {
        self.end(3);
    }
}
