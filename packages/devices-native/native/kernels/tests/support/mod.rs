//! What several tests of kernels need.

#![allow(
    dead_code,
    reason = "each test is a crate of its own and uses a part of this"
)]

use patchcord_kernels::{Format, Kernel, SharedKernel, create, parse, share};

/// One of each kind, more where kinds differ within; for two channels.
pub const SPECS: [&str; 14] = [
    r#"{"kernel":"gain","gain":0.3,"rampFrames":70}"#,
    r#"{"kernel":"gain","gain":1,"rampFrames":0}"#,
    r#"{"kernel":"channelMix","matrix":[[0.5,0.5],[0.25,-1]]}"#,
    r#"{"kernel":"channelMix","matrix":[[0.5,0],[0,1]]}"#,
    r#"{"kernel":"biquad","rampFrames":50,"sections":[[0.9,-1.7,0.85,-1.6,0.7]]}"#,
    r#"{"kernel":"biquad","rampFrames":50,"sections":[[0.2,0.1,0.2,-1.1,0.5]]}"#,
    r#"{"kernel":"biquad","rampFrames":90,"sections":[[0.9,-1.7,0.8,-1.6,0.7],[0.5,0.2,0.1,-0.5,0.2]]}"#,
    r#"{"kernel":"fade","direction":"in","curve":"cosine","startFrame":20,"frameCount":900}"#,
    r#"{"kernel":"fade","direction":"out","curve":"equal-power","startFrame":300,"frameCount":999}"#,
    r#"{"kernel":"limiter","ceiling":0.25,"lookAheadFrames":23,"releaseCoefficient":0.01}"#,
    r#"{"kernel":"limiter","ceiling":0.25,"lookAheadFrames":0,"releaseCoefficient":0.01}"#,
    r#"{"kernel":"limiter","ceiling":2,"lookAheadFrames":240,"releaseCoefficient":0.01}"#,
    r#"{"kernel":"levelMeter","windowFrames":50}"#,
    r#"{"kernel":"levelMeter","windowFrames":480}"#,
];

/// Two channels.
pub const STEREO: Format = Format {
    sample_rate: 8000.0,
    channel_count: 2,
};

/// Sets a kernel up from what JavaScript would send.
pub fn kernel(spec: &str, format: Format) -> Box<dyn Kernel> {
    create(&parse(spec).expect("a spec"), format).expect("a kernel")
}

/// Sets kernels up of which each takes what the one before it gives.
pub fn row(specs: &[&str], format: Format) -> Vec<SharedKernel> {
    let mut format = format;
    let next = |spec: &&str| {
        let kernel = kernel(spec, format);
        format = kernel.output();
        share(kernel)
    };
    specs.iter().map(next).collect()
}

/// Seeded noise from -1 to 1.
pub fn noise(count: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as i32 as f32 / 2_f32.powi(31)
    };
    (0..count).map(&mut next).collect()
}

/// One planar block through a kernel.
pub fn run(kernel: &mut dyn Kernel, input: &[f32], frame_count: usize) -> Vec<f32> {
    let out_frames = kernel.output_frames(frame_count);
    let mut output = vec![0.0; out_frames * kernel.output().channel_count];
    kernel.process(input, frame_count, &mut output);
    output
}

/// Some frames of planar samples.
pub fn slice(samples: &[f32], frame_count: usize, from: usize, to: usize) -> Vec<f32> {
    samples
        .chunks_exact(frame_count)
        .flat_map(|row| &row[from..to])
        .copied()
        .collect()
}

/// Bit patterns, so that NaN, -0 and the last place count.
pub fn bits(samples: &[f32]) -> Vec<u32> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}

/// All readings there are.
pub fn readings(kernel: &mut dyn Kernel) -> Vec<f64> {
    let mut into = vec![0.0; 100_000];
    let count = kernel.take_readings(&mut into);
    into.truncate(count);
    into
}
