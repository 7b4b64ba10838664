//! Runs a WAV file through kernels into another, on a thread of its own.
//!
//! Headers are somebody else's: here are samples only, from a byte of one file on to a byte of
//! another. A block is read, decoded, handed from kernel to kernel, encoded and written, then comes
//! the next. Once warm that allocates nothing.

mod block_reader;
mod block_writer;
mod control;
mod counters;
mod failure;
mod job;
mod kernel_row;
mod mailbox;
mod positioned;
mod sampled_times;
mod start;
mod worker;

pub use control::Control;
pub use counters::{Counters, PartCounters};
pub use failure::{Failure, Fault, Outcome, Part};
pub use job::{FileInput, FileJob, FileOutput};
pub use start::{Surroundings, run, start};
