//! The memory of a ring, byte for byte; `ring-layout.ts` says the same in TypeScript.
//!
//! Numbers are in the machine's own order. Lines are 64 bytes, as cache lines are: what one end
//! writes often never shares a line with what the other end writes.
//!
//! | byte | type | what                                                        | written by |
//! | ---- | ---- | ----------------------------------------------------------- | ---------- |
//! | 0    | u32  | magic number, the letters `PCRG`                            | the maker  |
//! | 4    | u32  | version of this layout                                      | the maker  |
//! | 8    | u32  | capacity in frames, a power of two                          | the maker  |
//! | 12   | u32  | channel count                                               | the maker  |
//! | 16   | f64  | sample rate in Hz                                           | the maker  |
//! | 24   | u32  | capacity in gap marks, a power of two                       | the maker  |
//! | 64   | u32  | write index: frames ever written, modulo 2^32               | producer   |
//! | 68   | u32  | mark write index: marks ever written, modulo 2^32           | producer   |
//! | 72   | u32  | state of the producer: 0 absent, 1 open, 2 ended, 3 aborted | producer   |
//! | 76   | u32  | 1 if frames were lost after the last one that was written   | producer   |
//! | 80   | u64  | how many those were                                         | producer   |
//! | 128  | u32  | read index: frames ever read, modulo 2^32                   | consumer   |
//! | 132  | u32  | mark read index: marks ever read, modulo 2^32               | consumer   |
//! | 136  | u32  | state of the consumer: 0 absent, 1 open, 2 closed           | consumer   |
//! | 192  | u64  | overruns: writes that found too little room                 | producer   |
//! | 200  | u64  | frames that were dropped in them                            | producer   |
//! | 256  | u64  | underruns: reads that found too few frames                  | consumer   |
//! | 264  | u64  | frames that were missing in them                            | consumer   |
//! | 320  |      | gap marks, 16 bytes each: u32 index of the first frame      | producer   |
//! |      |      | after the gap, u32 unused, u64 frames that were lost        |            |
//! | ...  | f32  | samples, planar: the whole ring of one channel after the    | producer   |
//! |      |      | other                                                       |            |

/// The letters `PCRG`.
pub const MAGIC: u32 = 0x4752_4350;
/// The version of the layout.
pub const VERSION: u32 = 1;

/// Places of 32-bit words, counted in words.
pub mod word {
    /// The magic number.
    pub const MAGIC: usize = 0;
    /// The version.
    pub const VERSION: usize = 1;
    /// Frames that fit.
    pub const CAPACITY_FRAMES: usize = 2;
    /// Samples in a frame.
    pub const CHANNEL_COUNT: usize = 3;
    /// Gap marks that fit.
    pub const MARK_CAPACITY: usize = 6;
    /// Frames ever written.
    pub const WRITE_INDEX: usize = 16;
    /// Marks ever written.
    pub const MARK_WRITE_INDEX: usize = 17;
    /// State of the producer.
    pub const WRITER_STATE: usize = 18;
    /// Whether there is a gap after the last frame.
    pub const TAIL_MARKED: usize = 19;
    /// Frames ever read.
    pub const READ_INDEX: usize = 32;
    /// Marks ever read.
    pub const MARK_READ_INDEX: usize = 33;
    /// State of the consumer.
    pub const READER_STATE: usize = 34;
}

/// Places of 64-bit numbers, counted in 8 bytes.
pub mod long {
    /// The sample rate, a float.
    pub const SAMPLE_RATE: usize = 2;
    /// Frames lost after the last one.
    pub const TAIL_GAP: usize = 10;
    /// Writes that dropped something.
    pub const OVERRUNS: usize = 24;
    /// Frames that they dropped.
    pub const DROPPED_FRAMES: usize = 25;
    /// Reads that found too few frames.
    pub const UNDERRUNS: usize = 32;
    /// Frames that they lacked.
    pub const MISSING_FRAMES: usize = 33;
}

/// Where the gap marks begin, in bytes.
pub const MARKS_AT: usize = 320;
/// Bytes of one gap mark.
pub const MARK_BYTES: usize = 16;
/// The most frames that a ring holds.
pub const MAX_CAPACITY_FRAMES: u32 = 1 << 24;
/// The most samples that a ring holds, over all channels.
pub const MAX_SAMPLES: u64 = 1 << 28;
/// The most channels.
pub const MAX_CHANNELS: u32 = 1024;
/// The most gap marks that a ring holds.
pub const MAX_MARKS: u32 = 1024;

/// What the maker of a ring decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Frames that fit: a power of two.
    pub capacity_frames: u32,
    /// Samples in a frame.
    pub channel_count: u32,
    /// Gap marks that fit: a power of two.
    pub mark_capacity: u32,
    /// Frames in a second.
    pub sample_rate: f64,
}

impl Shape {
    /// Which part of the shape no ring can have, if any.
    pub fn fault(&self) -> Option<&'static str> {
        let samples = u64::from(self.capacity_frames) * u64::from(self.channel_count);
        if !self.capacity_frames.is_power_of_two() || self.capacity_frames > MAX_CAPACITY_FRAMES {
            Some("its capacity")
        } else if !(1..=MAX_CHANNELS).contains(&self.channel_count) || samples > MAX_SAMPLES {
            Some("its channels")
        } else if !self.mark_capacity.is_power_of_two()
            || !(4..=MAX_MARKS).contains(&self.mark_capacity)
        {
            Some("its marks")
        } else if !(1.0..=1_536_000.0).contains(&self.sample_rate) {
            Some("its sample rate")
        } else {
            None
        }
    }

    /// Where the samples begin, in bytes: a multiple of 64.
    pub fn samples_at(&self) -> usize {
        MARKS_AT + MARK_BYTES * self.mark_capacity as usize
    }

    /// The size of the memory in bytes, for a shape without fault.
    pub fn bytes(&self) -> usize {
        self.samples_at() + 4 * self.capacity_frames as usize * self.channel_count as usize
    }

    /// The word of a mark that holds the index of a frame, and the long that holds the gap.
    pub fn mark(&self, index: u32) -> (usize, usize) {
        let at = MARKS_AT + MARK_BYTES * (index & (self.mark_capacity - 1)) as usize;
        (at / 4, at / 8 + 1)
    }

    /// The frames between two indices, or what is impossible about them.
    pub fn fill(&self, write_index: u32, read_index: u32) -> Option<u32> {
        let frames = write_index.wrapping_sub(read_index);
        (frames <= self.capacity_frames).then_some(frames)
    }

    /// The marks between two indices.
    pub fn mark_fill(&self, write_index: u32, read_index: u32) -> Option<u32> {
        let marks = write_index.wrapping_sub(read_index);
        (marks <= self.mark_capacity).then_some(marks)
    }
}
