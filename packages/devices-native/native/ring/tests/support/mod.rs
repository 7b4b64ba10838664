//! Memory for a ring, made as JavaScript makes it.

use patchcord_ring::layout::{MAGIC, VERSION, long, word};
use patchcord_ring::{RingError, RingView, Shape};

/// Memory that holds a ring. It is aligned as a `SharedArrayBuffer` is, and must outlive its ends.
pub struct OwnedRing {
    longs: Vec<u64>,
    bytes: usize,
}

impl OwnedRing {
    /// A ring whose indices begin where they are told to.
    pub fn new(capacity_frames: u32, channel_count: u32, start: u32) -> Self {
        let shape = Shape {
            capacity_frames,
            channel_count,
            mark_capacity: 8,
            sample_rate: 48_000.0,
        };
        let bytes = shape.bytes();
        let mut ring = Self {
            longs: vec![0; bytes.div_ceil(8)],
            bytes,
        };
        ring.longs[long::SAMPLE_RATE] = shape.sample_rate.to_bits();
        for (at, value) in [
            (word::MAGIC, MAGIC),
            (word::VERSION, VERSION),
            (word::CAPACITY_FRAMES, capacity_frames),
            (word::CHANNEL_COUNT, channel_count),
            (word::MARK_CAPACITY, shape.mark_capacity),
            (word::WRITE_INDEX, start),
            (word::READ_INDEX, start),
            (word::MARK_WRITE_INDEX, start),
            (word::MARK_READ_INDEX, start),
        ] {
            ring.scribble(at, value);
        }
        ring
    }

    /// Writes a word as nobody should.
    pub fn scribble(&mut self, word: usize, value: u32) {
        // SAFETY: within the memory; no reference to it lives longer than this call.
        unsafe {
            self.longs
                .as_mut_ptr()
                .cast::<u32>()
                .add(word)
                .write_volatile(value)
        };
    }

    /// A counter.
    #[allow(dead_code, reason = "each test crate takes what it needs")]
    pub fn long(&mut self, long: usize) -> u64 {
        // SAFETY: within the memory.
        unsafe { self.longs.as_mut_ptr().add(long).read_volatile() }
    }

    /// What an end is made of.
    pub fn view(&mut self) -> Result<RingView, RingError> {
        self.view_of(self.bytes)
    }

    /// The same for memory that claims to be shorter.
    pub fn view_of(&mut self, bytes: usize) -> Result<RingView, RingError> {
        assert!(bytes <= self.longs.len() * 8);
        // SAFETY: the memory is there as long as the ring, which tests let live longest.
        unsafe { RingView::from_raw(self.longs.as_mut_ptr().cast(), bytes) }
    }
}

/// Numbers that depend on the seed alone.
pub struct Random(pub u32);

impl Random {
    /// A number below a limit.
    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((u64::from(self.0) * u64::from(limit)) >> 32) as u32
    }
}
