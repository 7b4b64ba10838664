//! Files and jobs for the tests.

#![allow(dead_code, reason = "no test uses all of it")]

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use patchcord_files::{Control, FileInput, FileJob, FileOutput, Surroundings, run};
use patchcord_kernels::pcm::{PcmByteFormat, PcmDecoder, PcmEncoder, PcmLayout, PcmSampleFormat};
use patchcord_kernels::{Format, Kernel, create, parse};

/// Bytes in front of the samples, which nobody may touch.
pub const HEADER: &[u8; 44] = b"a header of 44 bytes, as those of WAV files.";

pub const GAIN: &str = r#"{"kernel":"gain","gain":0.5,"rampFrames":100}"#;
pub const FILTER: &str =
    r#"{"kernel":"biquad","sections":[[0.2,0.3,0.1,-0.5,0.2]],"rampFrames":64}"#;
pub const METER: &str = r#"{"kernel":"levelMeter","windowFrames":50}"#;
pub const LIMITER: &str =
    r#"{"kernel":"limiter","ceiling":0.25,"lookAheadFrames":70,"releaseCoefficient":0.01}"#;
pub const FADE: &str =
    r#"{"kernel":"fade","direction":"in","curve":"linear","startFrame":10,"frameCount":900}"#;
pub const MONO: &str = r#"{"kernel":"channelMix","matrix":[[0.5,0.5]]}"#;
pub const DOWN: &str = r#"{"kernel":"resample","sampleRate":16000,"up":1,"down":3,"quality":"fast","adjustable":false,"correctionPpm":0}"#;

pub const STEREO: Format = Format {
    sample_rate: 48_000.0,
    channel_count: 2,
};

/// Kernels in a row, each for what the one before it gives.
pub fn row(specs: &[&str]) -> Vec<Box<dyn Kernel>> {
    let mut format = STEREO;
    let made = specs.iter().map(|spec| {
        let kernel = create(&parse(spec).expect("a spec"), format).expect("a kernel");
        format = kernel.output();
        kernel
    });
    made.collect()
}

pub fn pcm(sample_format: PcmSampleFormat, channel_count: usize) -> PcmByteFormat {
    PcmByteFormat {
        sample_format,
        channel_count,
        layout: PcmLayout::Interleaved,
    }
}

pub fn stereo_s16() -> PcmByteFormat {
    pcm(PcmSampleFormat::S16le, 2)
}

/// A folder that goes with its test.
pub struct Folder(PathBuf);

static FOLDERS: AtomicU64 = AtomicU64::new(0);

impl Folder {
    pub fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("patchcord-files-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file of noise behind a header: open for reading.
    pub fn input(
        &self,
        format: PcmByteFormat,
        frame_count: u64,
        frames_per_block: usize,
    ) -> FileInput {
        let bytes = noise(frame_count as usize * format.bytes_per_frame());
        fs::write(self.path("in"), [HEADER.as_slice(), &bytes].concat()).expect("a file");
        FileInput {
            file: File::open(self.path("in")).expect("the file"),
            format,
            offset_bytes: HEADER.len() as u64,
            frame_count,
            frames_per_block,
        }
    }

    pub fn output(&self, format: PcmByteFormat) -> FileOutput {
        fs::write(self.path("out"), HEADER).expect("a file");
        let file = File::options().write(true).open(self.path("out"));
        FileOutput {
            file: file.expect("the file"),
            offset_bytes: HEADER.len() as u64,
            encoder: PcmEncoder::new(format, None).expect("an encoder"),
        }
    }

    /// The samples that were written.
    pub fn written(&self) -> Vec<u8> {
        let mut bytes = fs::read(self.path("out")).expect("the file");
        let samples = bytes.split_off(HEADER.len());
        assert_eq!(bytes, HEADER, "the header is as it was");
        samples
    }

    /// Half a second of stereo through kernels.
    pub fn job(&self, kernels: Vec<Box<dyn Kernel>>, frames_per_block: usize) -> FileJob {
        let channels = kernels.last().expect("a kernel").output().channel_count;
        FileJob {
            input: self.input(stereo_s16(), 24_000, frames_per_block),
            kernels,
            output: self.output(pcm(PcmSampleFormat::S16le, channels)),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

pub fn surroundings(on_news: impl Fn() + Send + 'static) -> Surroundings {
    Surroundings {
        on_news: Box::new(on_news),
        guard: |work| {
            catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
                let message = payload.downcast_ref::<&str>();
                message.copied().unwrap_or("no message").to_owned()
            })
        },
    }
}

/// Does a whole job, and throws readings away.
pub fn run_to_end(job: FileJob) -> Arc<Control> {
    let control = Arc::new(Control::new(job.kernels.len()));
    let taker = Arc::clone(&control);
    run(
        job,
        &control,
        &surroundings(move || {
            for kernel in 0..taker.kernel_count() {
                while taker.take_readings(kernel, &mut [0.0; 4000]) > 0 {}
            }
        }),
    );
    control
}

/// All counters.
pub fn counts(control: &Control) -> Vec<f64> {
    let mut into = vec![0.0; control.counters().len()];
    control.counters().copy_to(&mut into);
    into
}

/// The same by hand, one kernel and one block after the other.
pub fn streamed(bytes: &[u8], job: &FileJob, specs: &[&str]) -> Vec<u8> {
    let mut kernels = row(specs);
    let mut out = Streamed {
        encoder: job.output.encoder.clone(),
        bytes: Vec::new(),
        starts: vec![None; kernels.len()],
    };
    let decoder = PcmDecoder::new(job.input.format);
    let block_bytes = job.input.frames_per_block * job.input.format.bytes_per_frame();
    for block in bytes.chunks(block_bytes) {
        let frames = block.len() / job.input.format.bytes_per_frame();
        let mut samples = vec![0.0; frames * job.input.format.channel_count];
        decoder.decode(block, frames, &mut samples, 0, frames);
        out.feed(&mut kernels, 0, &samples, frames);
    }
    for at in 0..kernels.len() {
        let frames = kernels[at].tail_frames();
        let mut tail = vec![0.0; frames * kernels[at].output().channel_count];
        kernels[at].flush(&mut tail);
        out.feed(&mut kernels, at + 1, &tail, frames);
    }
    out.bytes
}

struct Streamed {
    encoder: PcmEncoder,
    bytes: Vec<u8>,
    starts: Vec<Option<i64>>,
}

impl Streamed {
    fn feed(&mut self, kernels: &mut [Box<dyn Kernel>], at: usize, samples: &[f32], frames: usize) {
        if frames == 0 {
            return;
        }
        if at == kernels.len() {
            let start = self.bytes.len();
            let length = frames * self.encoder.format().bytes_per_frame();
            self.bytes.resize(start + length, 0);
            self.encoder
                .encode(samples, 0, frames, frames, &mut self.bytes[start..]);
            return;
        }
        if self.starts[at].is_none() {
            let position = if at == 0 {
                Some(0)
            } else {
                self.starts[at - 1]
            };
            self.starts[at] = Some(kernels[at].start_at(position.expect("a start")));
        }
        let frames_out = kernels[at].output_frames(frames);
        let mut output = vec![0.0; frames_out * kernels[at].output().channel_count];
        kernels[at].process(samples, frames, &mut output);
        while kernels[at].take_readings(&mut [0.0; 64]) > 0 {}
        self.feed(kernels, at + 1, &output, frames_out);
    }
}

/// Lets others work until something holds.
pub fn wait_until(condition: impl Fn() -> bool) {
    while !condition() {
        std::thread::yield_now();
    }
}
