//! Writes blocks, many by one call to the system.

use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use patchcord_kernels::pcm::PcmEncoder;

use crate::counters::Counters;
use crate::job::FileOutput;
use crate::positioned::write_fully;

/// Bytes that are gathered before they are written.
const PIECE_BYTES: usize = 512 * 1024;

/// Takes block after block.
pub(crate) struct BlockWriter {
    file: File,
    encoder: PcmEncoder,
    memory: Vec<u8>,
    /// Bytes of whole blocks in memory, which are encoded and not written yet.
    gathered: usize,
    /// Where the block under way ends so far.
    end_of_block: usize,
    position: u64,
}

impl BlockWriter {
    pub(crate) fn new(output: FileOutput) -> Self {
        Self {
            file: output.file,
            encoder: output.encoder,
            memory: Vec::new(),
            gathered: 0,
            end_of_block: 0,
            position: output.offset_bytes,
        }
    }

    /// Encodes a planar portion of a block.
    pub(crate) fn encode(&mut self, samples: &[f32], frame_count: usize) {
        let start = self.end_of_block;
        let end = start + frame_count * self.encoder.format().bytes_per_frame();
        if self.memory.len() < end {
            let more = end + PIECE_BYTES / 8;
            self.memory.resize(more.max(PIECE_BYTES), 0);
        }
        let bytes = &mut self.memory[start..end];
        self.encoder
            .encode(samples, 0, frame_count, frame_count, bytes);
        self.end_of_block = end;
    }

    /// Ends a block, and writes if enough has come together. A block that is not ended is never
    /// written.
    pub(crate) fn end_block(&mut self, counters: &Counters) -> io::Result<()> {
        self.gathered = self.end_of_block;
        let tally = self.encoder.tally();
        let say = |counter: &AtomicU64, count| counter.store(count, Ordering::Relaxed);
        say(&counters.clipped_samples, tally.clipped_samples);
        say(&counters.nan_samples, tally.nan_samples);
        if self.gathered < PIECE_BYTES {
            return Ok(());
        }
        self.flush(counters)
    }

    /// Writes what was gathered, between two blocks or after the last.
    pub(crate) fn flush(&mut self, counters: &Counters) -> io::Result<()> {
        let start = self.position;
        let position = &mut self.position;
        let bytes = &self.memory[..self.gathered];
        let result = write_fully(&self.file, bytes, start, |count| {
            *position += count as u64;
            Counters::add(&counters.bytes_written, count as u64);
        });
        // What the system did not take is lost: nothing is written behind a gap.
        self.gathered = 0;
        self.end_of_block = 0;
        result
    }
}
