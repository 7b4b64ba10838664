//! What the thread of a job does.

use std::io;

use crate::Surroundings;
use crate::block_reader::BlockReader;
use crate::block_writer::BlockWriter;
use crate::control::{Control, Next};
use crate::failure::{Failure, Fault, Outcome, Part};
use crate::job::FileJob;
use crate::kernel_row::KernelRow;
use crate::sampled_times::{Stopwatch, is_sampled};

/// Samples of a portion: with the bytes that they come from and become, they stay in the first
/// cache of the processor.
const PORTION_SAMPLES: usize = 4096;

/// A job at work.
pub(crate) struct Worker<'a> {
    control: &'a Control,
    reader: BlockReader,
    row: KernelRow<'a>,
    writer: BlockWriter,
    /// Frames of the block under way that have come out.
    frames_to_write: usize,
    reading: Stopwatch,
    writing: Stopwatch,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(
        job: FileJob,
        control: &'a Control,
        surroundings: &'a Surroundings,
    ) -> Result<Self, Failure> {
        let reader = BlockReader::new(job.input).map_err(|error| Failure {
            part: Part::Input,
            fault: Fault::System(error),
        })?;
        Ok(Self {
            control,
            reader,
            row: KernelRow::new(job.kernels, control, surroundings),
            writer: BlockWriter::new(job.output),
            frames_to_write: 0,
            reading: Stopwatch::default(),
            writing: Stopwatch::default(),
        })
    }

    /// Everything, from the first block to the last kernel's tail.
    pub(crate) fn run(&mut self) -> Outcome {
        loop {
            match self.next()? {
                Next::Read => {}
                Next::Drain => break,
                Next::Leave => return Ok(()),
            }
            let frames = self.read()?;
            if frames == 0 {
                break;
            }
            self.take_through(frames)?;
        }
        for kernel in 0..self.row.len() {
            if self.next()? == Next::Leave {
                return Ok(());
            }
            self.row.begin_block();
            let frames = self.row.flush(kernel)?;
            self.encode(frames);
            self.end_block()?;
        }
        Ok(())
    }

    /// Lets out what is there, however the job has ended.
    pub(crate) fn finish(&mut self) -> Outcome {
        if let Part::Kernel(failed) = self.control.at_work() {
            self.row.give_readings(failed);
        }
        self.flush()
    }

    fn flush(&mut self) -> Outcome {
        self.control.now_at(Part::Output);
        let written = self.writer.flush(self.control.counters());
        written.map_err(output_failure)
    }

    /// While it is held, the file has all that came out.
    fn next(&mut self) -> Result<Next, Failure> {
        let control = self.control;
        control.next(|| self.flush())
    }

    fn read(&mut self) -> Result<usize, Failure> {
        self.control.now_at(Part::Input);
        let part = &self.control.counters().parts[0];
        self.reading.begin(is_sampled(part.items_out()));
        let read = self.reading.time(|| self.reader.next());
        let frames = read.map_err(|fault| Failure {
            part: Part::Input,
            fault,
        })?;
        if frames > 0 {
            part.gave(frames, true);
        }
        Ok(frames)
    }

    fn take_through(&mut self, frames: usize) -> Outcome {
        self.row.begin_block();
        let portion = (PORTION_SAMPLES / self.reader.channel_count()).max(1);
        for from in (0..frames).step_by(portion) {
            self.control.now_at(Part::Input);
            let count = portion.min(frames - from);
            let into = &mut self.row.samples;
            self.reading.time(|| self.reader.decode(from, count, into));
            let frames_out = self.row.run(count)?;
            self.encode(frames_out);
        }
        if let Some(ms) = self.reading.end() {
            self.control.add_time(0, ms);
        }
        self.end_block()
    }

    fn encode(&mut self, frames: usize) {
        if frames == 0 {
            return;
        }
        self.control.now_at(Part::Output);
        let part = &self.control.counters().parts[1 + self.row.len()];
        let first = self.frames_to_write == 0;
        if first {
            self.writing.begin(is_sampled(part.items_in()));
        }
        self.frames_to_write += frames;
        let samples = &self.row.samples;
        self.writing.time(|| self.writer.encode(samples, frames));
    }

    fn end_block(&mut self) -> Outcome {
        self.row.end_block();
        let frames = std::mem::take(&mut self.frames_to_write);
        if frames == 0 {
            return Ok(());
        }
        self.control.now_at(Part::Output);
        let counters = self.control.counters();
        let output = 1 + self.row.len();
        counters.parts[output].took(frames, true);
        let written = self.writing.time(|| self.writer.end_block(counters));
        if let Some(ms) = self.writing.end() {
            self.control.add_time(output, ms);
        }
        written.map_err(output_failure)
    }
}

fn output_failure(error: io::Error) -> Failure {
    Failure {
        part: Part::Output,
        fault: Fault::System(error),
    }
}
