//! What can be wrong with a ring.

use std::error::Error;
use std::fmt;

/// Why an end refuses to work. Plain data: making one costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RingError {
    /// The memory holds no intact ring; the text says which part of it is impossible.
    Corrupt(&'static str),
    /// The ring has, or had, this end.
    Used,
    /// A block is no multiple of the channel count, or has not so many frames.
    Block,
}

impl fmt::Display for RingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrupt(what) => write!(formatter, "the memory is no intact ring: {what}"),
            Self::Used => formatter.write_str("this end of the ring is, or was, in use"),
            Self::Block => formatter.write_str("the block has not so many frames and channels"),
        }
    }
}

impl Error for RingError {}
