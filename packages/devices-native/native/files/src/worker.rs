//! What the thread of a job does.

use std::io;
use std::time::Instant;

use crate::Surroundings;
use crate::block_reader::BlockReader;
use crate::block_writer::BlockWriter;
use crate::control::{Control, Next};
use crate::failure::{Failure, Fault, Outcome, Part};
use crate::job::FileJob;
use crate::kernel_row::KernelRow;
use crate::sampled_times::is_sampled;

/// A job at work.
pub(crate) struct Worker<'a> {
    control: &'a Control,
    reader: BlockReader,
    row: KernelRow<'a>,
    writer: BlockWriter,
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
            let frames = self.row.run(frames)?;
            self.write(frames)?;
        }
        for kernel in 0..self.row.len() {
            if self.next()? == Next::Leave {
                return Ok(());
            }
            let frames = self.row.flush(kernel)?;
            self.write(frames)?;
        }
        Ok(())
    }

    /// Writes what was gathered, however the job has ended.
    pub(crate) fn finish(&mut self) -> Outcome {
        self.control.now_at(Part::Output);
        let written = self.writer.flush(self.control.counters());
        written.map_err(output_failure)
    }

    /// While it is held, the file has all that came out.
    fn next(&mut self) -> Result<Next, Failure> {
        let control = self.control;
        control.next(|| self.finish())
    }

    fn read(&mut self) -> Result<usize, Failure> {
        self.control.now_at(Part::Input);
        let part = &self.control.counters().parts[0];
        let started = is_sampled(part.items_out()).then(Instant::now);
        let read = self.reader.next(&mut self.row.samples);
        let frames = read.map_err(|fault| Failure {
            part: Part::Input,
            fault,
        })?;
        if frames > 0 {
            part.gave(frames);
            self.note_time(Part::Input, started);
        }
        Ok(frames)
    }

    fn write(&mut self, frames: usize) -> Outcome {
        if frames == 0 {
            return Ok(());
        }
        self.control.now_at(Part::Output);
        let counters = self.control.counters();
        let part = &counters.parts[1 + self.row.len()];
        let started = is_sampled(part.items_in()).then(Instant::now);
        part.took(frames);
        let written = self.writer.write(&self.row.samples, frames, counters);
        written.map_err(output_failure)?;
        self.note_time(Part::Output, started);
        Ok(())
    }

    fn note_time(&self, part: Part, started: Option<Instant>) {
        if let Some(started) = started {
            let ms = started.elapsed().as_secs_f64() * 1000.0;
            self.control.add_time(part.index(self.row.len()), ms);
        }
    }
}

fn output_failure(error: io::Error) -> Failure {
    Failure {
        part: Part::Output,
        fault: Fault::System(error),
    }
}
