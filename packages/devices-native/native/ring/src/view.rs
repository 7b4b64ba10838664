//! A ring over memory that somebody else owns.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::error::RingError;
use crate::layout::{MAGIC, Shape, VERSION, long, word};
use crate::memory::{CLAIM, LOAD, Memory, STORE};

/// The memory of a ring, found to be one. What the maker wrote was copied, so that nothing that is
/// scribbled over it later can lead an end out of bounds.
#[derive(Clone, Copy, Debug)]
pub struct RingView {
    base: NonNull<u8>,
    shape: Shape,
}

// SAFETY: the header is reached through atomics alone, and samples through the two ends, which keep
// them apart as the crate's documentation argues.
unsafe impl Send for RingView {}
// SAFETY: as above.
unsafe impl Sync for RingView {}

impl RingView {
    /// Looks at memory and takes it for a ring if it is one. Random bytes are refused.
    ///
    /// # Errors
    ///
    /// [`RingError::Corrupt`] where the memory is no ring.
    ///
    /// # Safety
    ///
    /// `base` points to `length` bytes that stay valid, and where they are, as long as the view or an
    /// end made of it lives. Others reach them only through this crate or as it does; who breaks that
    /// can spoil samples and counters, and make an end refuse to work, but not lead it out of the
    /// memory.
    pub unsafe fn from_raw(base: *mut u8, length: usize) -> Result<Self, RingError> {
        let Some(base) = NonNull::new(base) else {
            return Err(RingError::Corrupt("it is nowhere"));
        };
        if !base.cast::<u64>().is_aligned() {
            return Err(RingError::Corrupt("its alignment"));
        }
        let mut view = Self {
            base,
            shape: Shape {
                capacity_frames: 1,
                channel_count: 1,
                mark_capacity: 4,
                sample_rate: 1.0,
            },
        };
        // From here on the header is within the memory.
        if length < view.shape.samples_at() {
            return Err(RingError::Corrupt("its size"));
        }
        if view.load(word::MAGIC) != MAGIC {
            return Err(RingError::Corrupt("the magic number is missing"));
        }
        if view.load(word::VERSION) != VERSION {
            return Err(RingError::Corrupt("its version"));
        }
        let shape = Shape {
            capacity_frames: view.load(word::CAPACITY_FRAMES),
            channel_count: view.load(word::CHANNEL_COUNT),
            mark_capacity: view.load(word::MARK_CAPACITY),
            sample_rate: f64::from_bits(view.peek_long(long::SAMPLE_RATE)),
        };
        if let Some(fault) = shape.fault() {
            return Err(RingError::Corrupt(fault));
        }
        if length != shape.bytes() {
            return Err(RingError::Corrupt("its size"));
        }
        view.shape = shape;
        Ok(view)
    }

    fn word(&self, word: usize) -> &AtomicU32 {
        debug_assert!(word * 4 < self.shape.samples_at());
        // SAFETY: callers name words of the header and of marks, which are within the memory, aligned
        // since the base is, and touched by nobody but through atomics.
        unsafe { self.base.cast::<AtomicU32>().add(word).as_ref() }
    }

    fn long(&self, long: usize) -> &AtomicU64 {
        debug_assert!(long * 8 < self.shape.samples_at());
        // SAFETY: as for words; nobody takes a long for words or the other way round.
        unsafe { self.base.cast::<AtomicU64>().add(long).as_ref() }
    }

    fn samples(&self, channel: usize, at: usize) -> *mut f32 {
        let capacity = self.shape.capacity_frames as usize;
        debug_assert!(channel < self.shape.channel_count as usize && at < capacity);
        // SAFETY: within the memory, whose size was compared with the shape.
        unsafe {
            self.base
                .add(self.shape.samples_at())
                .cast::<f32>()
                .add(channel * capacity + at)
                .as_ptr()
        }
    }
}

// SAFETY: the shape was checked against the size of the memory, and the atomics are atomics.
unsafe impl Memory for RingView {
    fn shape(&self) -> Shape {
        self.shape
    }

    fn load(&self, word: usize) -> u32 {
        self.word(word).load(LOAD)
    }

    fn store(&self, word: usize, value: u32) {
        self.word(word).store(value, STORE);
    }

    fn claim(&self, word: usize) -> bool {
        self.word(word).compare_exchange(0, 1, CLAIM, LOAD).is_ok()
    }

    fn peek(&self, word: usize) -> u32 {
        self.word(word).load(Ordering::Relaxed)
    }

    fn poke(&self, word: usize, value: u32) {
        self.word(word).store(value, Ordering::Relaxed);
    }

    fn peek_long(&self, long: usize) -> u64 {
        self.long(long).load(Ordering::Relaxed)
    }

    fn poke_long(&self, long: usize, value: u64) {
        self.long(long).store(value, Ordering::Relaxed);
    }

    unsafe fn write_samples(&self, channel: usize, at: usize, samples: &[f32]) {
        if samples.is_empty() {
            return;
        }
        let to = self.samples(channel, at);
        // SAFETY: within the memory, as the caller says; a ring's memory is nobody's slice.
        unsafe { to.copy_from_nonoverlapping(samples.as_ptr(), samples.len()) };
    }

    unsafe fn read_samples(&self, channel: usize, at: usize, samples: &mut [f32]) {
        if samples.is_empty() {
            return;
        }
        let from = self.samples(channel, at);
        // SAFETY: within the memory, as the caller says; a ring's memory is nobody's slice.
        unsafe { from.copy_to_nonoverlapping(samples.as_mut_ptr(), samples.len()) };
    }
}
