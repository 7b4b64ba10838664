//! Reads blocks, many by one call to the system.

use std::fs::File;
use std::io;

use patchcord_kernels::pcm::PcmDecoder;

use crate::failure::Fault;
use crate::job::FileInput;
use crate::positioned::read_fully;

/// Bytes that are read at once, at least: calls cost little then, and all is still in the
/// processor's second cache when it is decoded.
const PIECE_BYTES: usize = 512 * 1024;

/// Gives block after block, each portion by portion.
pub(crate) struct BlockReader {
    file: File,
    decoder: PcmDecoder,
    frames_per_block: usize,
    frames_left: u64,
    /// Whole blocks, so that none is cut by its end.
    memory: Vec<u8>,
    /// Where in memory the block under way begins, and where it ends.
    start: usize,
    end_of_block: usize,
    filled: usize,
    /// Where in the file comes what is not in memory yet.
    position: u64,
    end: u64,
    /// Waits until the whole blocks before it were given.
    fault: Option<Fault>,
}

impl BlockReader {
    pub(crate) fn new(input: FileInput) -> io::Result<Self> {
        let frame_bytes = input.format.bytes_per_frame();
        let length = input
            .frame_count
            .checked_mul(frame_bytes as u64)
            .and_then(|bytes| bytes.checked_add(input.offset_bytes));
        let end = length.ok_or(io::ErrorKind::InvalidInput)?;
        // No block is larger than everything.
        let most = usize::try_from(input.frame_count).unwrap_or(usize::MAX);
        let frames_per_block = input.frames_per_block.min(most).max(1);
        let bytes = frames_per_block
            .checked_mul(frame_bytes)
            .and_then(|block| block.checked_mul(PIECE_BYTES.div_ceil(block)))
            .ok_or(io::ErrorKind::OutOfMemory)?;
        let mut memory = Vec::new();
        memory
            .try_reserve_exact(bytes)
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        memory.resize(bytes, 0);
        Ok(Self {
            file: input.file,
            decoder: PcmDecoder::new(input.format),
            frames_per_block,
            frames_left: input.frame_count,
            memory,
            start: 0,
            end_of_block: 0,
            filled: 0,
            position: input.offset_bytes,
            end,
            fault: None,
        })
    }

    pub(crate) fn channel_count(&self) -> usize {
        self.decoder.format().channel_count
    }

    /// Goes on to the next block and returns its frames; none at the end.
    pub(crate) fn next(&mut self) -> Result<usize, Fault> {
        let frames = self.frames_left.min(self.frames_per_block as u64) as usize;
        let length = frames * self.decoder.format().bytes_per_frame();
        self.start = self.end_of_block;
        if self.filled - self.start < length {
            self.fill();
        }
        if self.filled - self.start < length {
            // Once only: whoever was told does not ask again.
            let fault = self.fault.take();
            return Err(fault.unwrap_or(Fault::System(io::ErrorKind::UnexpectedEof.into())));
        }
        self.end_of_block = self.start + length;
        self.frames_left -= frames as u64;
        Ok(frames)
    }

    /// Decodes frames of the block to `into`, planar.
    pub(crate) fn decode(&mut self, from: usize, frame_count: usize, into: &mut Vec<f32>) {
        let format = self.decoder.format();
        into.resize(frame_count * format.channel_count, 0.0);
        let bytes = &self.memory[self.start + from * format.bytes_per_frame()..];
        self.decoder
            .decode(bytes, frame_count, into, 0, frame_count);
    }

    fn fill(&mut self) {
        if self.fault.is_some() {
            return;
        }
        let left = usize::try_from(self.end - self.position).unwrap_or(usize::MAX);
        let wanted = left.min(self.memory.len());
        self.start = 0;
        self.filled = 0;
        match read_fully(&self.file, &mut self.memory[..wanted], self.position) {
            Ok(count) => {
                self.filled = count;
                self.position += count as u64;
                if count < wanted {
                    self.fault = Some(Fault::Shortened {
                        ended_at: self.position,
                        due_up_to: self.end,
                    });
                }
            }
            Err(error) => self.fault = Some(Fault::System(error)),
        }
    }
}
