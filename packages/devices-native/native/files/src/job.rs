//! What is to be done.

use std::fs::File;

use patchcord_kernels::Kernel;
use patchcord_kernels::pcm::{PcmByteFormat, PcmEncoder};

/// Where samples are read.
#[derive(Debug)]
pub struct FileInput {
    /// Read at places of its own: nothing is moved in it.
    pub file: File,
    /// What the bytes look like.
    pub format: PcmByteFormat,
    /// Where the first frame begins.
    pub offset_bytes: u64,
    /// Frames to read.
    pub frame_count: u64,
    /// Frames of every block but the last: at least 1.
    pub frames_per_block: usize,
}

/// Where samples are written.
#[derive(Debug)]
pub struct FileOutput {
    /// Written at places of its own: what is before and behind is left alone.
    pub file: File,
    /// Where the first frame is written.
    pub offset_bytes: u64,
    /// Makes the bytes, of as many channels as the last kernel gives.
    pub encoder: PcmEncoder,
}

/// Samples from one file through kernels into another.
pub struct FileJob {
    /// Where samples come from.
    pub input: FileInput,
    /// Each takes what the one before it gives; none has processed anything yet.
    pub kernels: Vec<Box<dyn Kernel>>,
    /// Where they go.
    pub output: FileOutput,
}
