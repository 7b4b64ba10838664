//! The end that takes frames out.

use std::ops::Range;

use crate::error::RingError;
use crate::layout::{Shape, long, word};
use crate::memory::{Memory, attach, check_block, count};
use crate::view::RingView;

/// The producer of a ring, seen from its consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriterState {
    /// Not attached yet.
    Absent,
    /// Attached.
    Open,
    /// Closed after its last frame.
    Ended,
    /// Cut short.
    Aborted,
}

impl WriterState {
    /// Whether nothing more will be written.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Ended | Self::Aborted)
    }
}

/// What a read gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Frames that were read.
    pub frame_count: usize,
    /// Index of the first of them, counted from the producer's first frame and with the lost ones.
    pub position: u64,
    /// Whether frames were lost just before the first of them.
    pub discontinuity: bool,
}

/// Takes frames out of a ring. A ring has one consumer in its life; dropping it tells the producer.
#[derive(Debug)]
pub struct Consumer<M: Memory = RingView> {
    memory: M,
    shape: Shape,
    /// Frames and marks ever read: the consumer's own, never read back.
    index: u32,
    marks: u32,
    position: u64,
}

impl<M: Memory> Consumer<M> {
    /// Becomes the consumer of a ring.
    ///
    /// # Errors
    ///
    /// [`RingError::Used`] where it has, or had, one; [`RingError::Corrupt`] where its indices are
    /// impossible.
    pub fn attach(memory: M) -> Result<Self, RingError> {
        attach(&memory, word::READER_STATE)?;
        Ok(Self {
            shape: memory.shape(),
            index: memory.load(word::READ_INDEX),
            marks: memory.load(word::MARK_READ_INDEX),
            memory,
            position: 0,
        })
    }

    /// Frames that wait to be read, over all gaps.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory was damaged.
    pub fn available_frames(&self) -> Result<usize, RingError> {
        // Acquire: the samples and marks of these frames are seen from here on.
        let write_index = self.memory.load(word::WRITE_INDEX);
        self.shape
            .fill(write_index, self.index)
            .map(|frames| frames as usize)
            .ok_or(RingError::Corrupt("its indices"))
    }

    /// Where the producer is in its life. Once it is done, what is available is all.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory was damaged.
    pub fn writer_state(&self) -> Result<WriterState, RingError> {
        match self.memory.load(word::WRITER_STATE) {
            0 => Ok(WriterState::Absent),
            1 => Ok(WriterState::Open),
            2 => Ok(WriterState::Ended),
            3 => Ok(WriterState::Aborted),
            _ => Err(RingError::Corrupt("the state of its producer")),
        }
    }

    /// Frames that were lost after the last frame of all; `None` where none were, or the producer is
    /// not done.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory was damaged.
    pub fn tail_gap(&self) -> Result<Option<u64>, RingError> {
        let done = self.writer_state()?.is_done();
        Ok((done && self.memory.peek(word::TAIL_MARKED) == 1)
            .then(|| self.memory.peek_long(long::TAIL_GAP)))
    }

    /// Reads as many frames as there are, and never across a gap: the next read begins behind it.
    /// `into` is planar, `frames` the part of each channel that is filled.
    ///
    /// # Errors
    ///
    /// [`RingError::Block`] where the block has not so many frames, [`RingError::Corrupt`] where the
    /// memory was damaged.
    pub fn read(&mut self, into: &mut [f32], frames: Range<usize>) -> Result<Taken, RingError> {
        let stride = check_block(into.len(), &self.shape, &frames)?;
        let wanted = frames.len().min(self.available_frames()?);
        if wanted == 0 {
            return Ok(Taken::default());
        }
        let (mut taken, to_gap) = self.begin()?;
        taken.frame_count = wanted.min(to_gap);
        self.copy_out(into, stride, frames.start, taken.frame_count);
        self.move_on(taken.frame_count);
        Ok(taken)
    }

    /// For a consumer that must have all frames now: reads across gaps, and puts silence where there
    /// are too few, which is counted as one underrun unless the producer is done.
    ///
    /// # Errors
    ///
    /// Those of [`Consumer::read`]; `into` is untouched then.
    pub fn read_or_silence(
        &mut self,
        into: &mut [f32],
        frames: Range<usize>,
    ) -> Result<Taken, RingError> {
        let stride = check_block(into.len(), &self.shape, &frames)?;
        // The state first: once it is final, so is the index.
        let done = self.writer_state()?.is_done();
        let given = frames.len().min(self.available_frames()?);
        let mut taken = Taken::default();
        if given > 0 {
            (taken, _) = self.begin()?;
            taken.frame_count = given;
            self.copy_out(into, stride, frames.start, given);
            self.pass_gaps(given)?;
            self.move_on(given);
        }
        if given < frames.len() {
            for channel in 0..self.shape.channel_count as usize {
                let at = channel * stride;
                into[at + frames.start + given..at + frames.end].fill(0.0);
            }
            if !done {
                count(&self.memory, long::UNDERRUNS, 1);
                let missing = (frames.len() - given) as u64;
                count(&self.memory, long::MISSING_FRAMES, missing);
            }
        }
        Ok(taken)
    }

    /// Notes what lies just before the first frame; gives the frames up to the next gap.
    fn begin(&mut self) -> Result<(Taken, usize), RingError> {
        let mut to_gap = self.frames_to_gap()?;
        // Two gaps never lie at one place: the producer adds up what it loses between two frames.
        let discontinuity = to_gap == 0;
        if discontinuity {
            self.take_mark();
            to_gap = self.frames_to_gap()?;
            if to_gap == 0 {
                return Err(RingError::Corrupt("two gaps at one place"));
            }
        }
        let taken = Taken {
            frame_count: 0,
            position: self.position,
            discontinuity,
        };
        Ok((taken, to_gap))
    }

    fn waiting_marks(&self) -> Result<u32, RingError> {
        // Acquire: the marks are seen from here on.
        let written = self.memory.load(word::MARK_WRITE_INDEX);
        self.shape
            .mark_fill(written, self.marks)
            .ok_or(RingError::Corrupt("its mark indices"))
    }

    fn frames_to_gap(&self) -> Result<usize, RingError> {
        if self.waiting_marks()? == 0 {
            return Ok(self.shape.capacity_frames as usize);
        }
        let (frame, _) = self.shape.mark(self.marks);
        self.shape
            .fill(self.memory.peek(frame), self.index)
            .map(|frames| frames as usize)
            .ok_or(RingError::Corrupt("the place of a gap"))
    }

    fn take_mark(&mut self) {
        let (_, gap) = self.shape.mark(self.marks);
        self.position = self.position.wrapping_add(self.memory.peek_long(gap));
        self.marks = self.marks.wrapping_add(1);
        // Release: the mark was read, and may be written over.
        self.memory.store(word::MARK_READ_INDEX, self.marks);
    }

    /// Takes the marks within frames that are read in one go: at most as many as wait now.
    fn pass_gaps(&mut self, frame_count: usize) -> Result<(), RingError> {
        for _ in 0..self.waiting_marks()? {
            if self.frames_to_gap()? >= frame_count {
                break;
            }
            self.take_mark();
        }
        Ok(())
    }

    fn copy_out(&self, into: &mut [f32], stride: usize, start: usize, count: usize) {
        let capacity = self.shape.capacity_frames as usize;
        let at = self.index as usize & (capacity - 1);
        let first = count.min(capacity - at);
        for channel in 0..self.shape.channel_count as usize {
            let to = channel * stride + start;
            let (head, tail) = into[to..to + count].split_at_mut(first);
            // SAFETY: both parts are within the capacity, and these frames were found written: the
            // producer does not write them again before the index is stored.
            unsafe {
                self.memory.read_samples(channel, at, head);
                self.memory.read_samples(channel, 0, tail);
            }
        }
    }

    fn move_on(&mut self, count: usize) {
        self.index = self.index.wrapping_add(count as u32);
        self.position = self.position.wrapping_add(count as u64);
        // Release: the samples were read, and may be written over.
        self.memory.store(word::READ_INDEX, self.index);
    }
}

impl<M: Memory> Drop for Consumer<M> {
    fn drop(&mut self) {
        self.memory.store(word::READER_STATE, 2);
    }
}
