//! What is to be done from file to file, as JavaScript describes it.

use std::fs::File;
use std::io;

use patchcord_files::{FileInput, FileOutput};
use patchcord_kernels::pcm::{PcmByteFormat, PcmEncoder, PcmLayout, PcmSampleFormat};
use serde::Deserialize;

use crate::fault::Fault;

/// `KernelFileJob` without what is no plain data.
#[derive(Deserialize)]
pub struct JobSpec {
    pub input: InputSpec,
    pub output: OutputSpec,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InputSpec {
    fd: i32,
    path: String,
    sample_format: PcmSampleFormat,
    pub channel_count: usize,
    offset_bytes: u64,
    frame_count: u64,
    frames_per_block: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputSpec {
    fd: i32,
    path: String,
    sample_format: PcmSampleFormat,
    pub channel_count: usize,
    offset_bytes: u64,
    dither: Dither,
    dither_seed: u32,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Dither {
    None,
    Tpdf,
}

impl JobSpec {
    pub fn parse(json: &str) -> Result<Self, Fault> {
        serde_json::from_str(json)
            .map_err(|error| Fault::Argument(format!("not a job from file to file: {error}")))
    }
}

impl InputSpec {
    pub fn open(&self) -> Result<FileInput, Fault> {
        if self.frames_per_block == 0 {
            let told = "framesPerBlock must be at least 1, not 0";
            return Err(Fault::Argument(told.to_owned()));
        }
        let file = again(self.fd, &self.path, File::options().read(true));
        Ok(FileInput {
            file: file.map_err(|error| unusable("input", &error))?,
            format: format(self.sample_format, self.channel_count),
            offset_bytes: self.offset_bytes,
            frame_count: self.frame_count,
            frames_per_block: self.frames_per_block,
        })
    }
}

impl OutputSpec {
    pub fn open(&self) -> Result<FileOutput, Fault> {
        let seed = (self.dither == Dither::Tpdf).then_some(self.dither_seed);
        let encoder = PcmEncoder::new(format(self.sample_format, self.channel_count), seed);
        let encoder = encoder
            .ok_or_else(|| Fault::Argument("this sample format cannot be dithered".to_owned()))?;
        let file = again(self.fd, &self.path, File::options().write(true));
        Ok(FileOutput {
            file: file.map_err(|error| unusable("output", &error))?,
            offset_bytes: self.offset_bytes,
            encoder,
        })
    }
}

fn format(sample_format: PcmSampleFormat, channel_count: usize) -> PcmByteFormat {
    PcmByteFormat {
        sample_format,
        channel_count,
        layout: PcmLayout::Interleaved,
    }
}

fn unusable(which: &str, error: &io::Error) -> Fault {
    Fault::Argument(format!("the file of the {which} cannot be used: {error}"))
}

/// The same open file, by a descriptor that is closed by itself.
#[cfg(unix)]
fn again(fd: i32, _path: &str, _how: &std::fs::OpenOptions) -> io::Result<File> {
    use std::os::fd::BorrowedFd;

    if fd < 0 {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: borrowed for the length of one call, in which nobody closes it: that is JavaScript's
    // to do. Where it is not open, the system says so.
    let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
    borrowed.try_clone_to_owned().map(File::from)
}

/// Descriptors of Node.js mean nothing to this library on Windows: the file is opened once more.
#[cfg(windows)]
fn again(_fd: i32, path: &str, how: &std::fs::OpenOptions) -> io::Result<File> {
    how.open(path)
}
