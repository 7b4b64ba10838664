//! A wait-free ring of audio frames over memory that two threads share.
//!
//! One end puts frames in, the other takes them out; either may be JavaScript, which works on the
//! same memory through `Atomics`. No call of an end waits, locks, allocates or makes a system call,
//! and none has a loop that depends on what the other end does.
//!
//! The layout of the memory is described in [`layout`]; the same table stands in the TypeScript
//! file `ring-layout.ts`. Indices run freely and wrap at 2^32.
//!
//! # How the two ends stay out of each other's way
//!
//! Each word of the header has one end that writes it. The producer writes samples (and marks), then
//! stores its index with *release*; the consumer loads that index with *acquire* before it reads
//! those samples. So it sees them whole. The other way round, the consumer reads samples, then
//! stores its index with *release*, and the producer loads that with *acquire* before it writes over
//! them. So it never writes what is still being read. An end's own index is kept in a field: what
//! anybody scribbles over the shared word cannot lead it astray. A foreign index is used only after
//! it was found to be within the capacity.

mod consumer;
mod error;
pub mod layout;
#[cfg(test)]
mod loom_tests;
mod memory;
mod producer;
mod view;

pub use consumer::{Consumer, Taken, WriterState};
pub use error::RingError;
pub use layout::Shape;
pub use memory::Memory;
pub use producer::{Producer, ReaderState};
pub use view::RingView;
