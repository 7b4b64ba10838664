//! How long kernels take for blocks of 1024 frames of stereo: the median of many rounds.
//!
//! `cargo run --release --package patchcord-kernels --example kernels-speed`

use std::time::Instant;

use patchcord_kernels::{Chain, Format, create, parse, share};

const FRAMES: usize = 1024;
const CHANNELS: usize = 2;

const GAIN: &str = r#"{"kernel":"gain","gain":0.97,"rampFrames":480}"#;
/// A high-pass at 80 Hz.
const HIGH_PASS: &str = r#"{"kernel":"biquad","rampFrames":480,"sections":
    [[0.992616,-1.985232,0.992616,-1.985178,0.985287]]}"#;
const FOUR_SECTIONS: &str = r#"{"kernel":"biquad","rampFrames":480,"sections":
    [[0.9,-1.7,0.8,-1.6,0.7],[0.9,-1.7,0.8,-1.6,0.7],[0.9,-1.7,0.8,-1.6,0.7],[0.9,-1.7,0.8,-1.6,0.7]]}"#;
const LIMITER: &str =
    r#"{"kernel":"limiter","ceiling":0.9,"lookAheadFrames":240,"releaseCoefficient":0.0002}"#;
const BUSY_LIMITER: &str =
    r#"{"kernel":"limiter","ceiling":0.2,"lookAheadFrames":240,"releaseCoefficient":0.0002}"#;
const METER: &str = r#"{"kernel":"levelMeter","windowFrames":4800}"#;
const MIX: &str = r#"{"kernel":"channelMix","matrix":[[0.7,0.3],[0.3,0.7]]}"#;
const FADE: &str = r#"{"kernel":"fade","direction":"in","curve":"equal-power","startFrame":0,
    "frameCount":1000000000}"#;

fn main() {
    let noise = noise();
    let silence = vec![0.0; FRAMES * CHANNELS];
    let denormal = vec![f32::from_bits(1000); FRAMES * CHANNELS];
    let cases: [(&str, &[&str]); 13] = [
        ("gain", &[GAIN]),
        ("channel mix", &[MIX]),
        ("fade", &[FADE]),
        ("level meter", &[METER]),
        ("limiter, calm", &[LIMITER]),
        ("limiter, at work", &[BUSY_LIMITER]),
        ("biquad", &[HIGH_PASS]),
        ("biquad of 4 sections", &[FOUR_SECTIONS]),
        ("2 biquads", &[HIGH_PASS; 2]),
        ("4 biquads", &[HIGH_PASS; 4]),
        ("8 biquads", &[HIGH_PASS; 8]),
        ("4 gains", &[GAIN; 4]),
        (
            "high-pass, gain, limiter, meter",
            &[HIGH_PASS, GAIN, LIMITER, METER],
        ),
    ];
    println!("us per block of {FRAMES}x{CHANNELS}      noise  silence  denormals");
    for (name, specs) in cases {
        let [noise, silence, denormal] =
            [&noise, &silence, &denormal].map(|input| measure(specs, input));
        println!("{name:33} {noise:6.2} {silence:8.2} {denormal:10.2}");
    }
}

fn measure(specs: &[&str], input: &[f32]) -> f64 {
    let mut format = Format {
        sample_rate: 48_000.0,
        channel_count: CHANNELS,
    };
    let kernels = specs.iter().map(|spec| {
        let kernel = create(&parse(spec).expect("a spec"), format).expect("a kernel");
        format = kernel.output();
        share(kernel)
    });
    let kernels: Vec<_> = kernels.collect();
    let mut chain = Chain::new(kernels.clone());
    let mut each = vec![0.0; specs.len()];
    chain.output_frames(FRAMES, &mut each);
    let mut output = vec![0.0; each[each.len() - 1] as usize * CHANNELS];
    chain.process(input, FRAMES, &mut output);
    output.resize(FRAMES * CHANNELS, 0.0);
    let mut readings = vec![0.0; 64];
    let mut rounds: Vec<f64> = Vec::new();
    for _ in 0..101 {
        let start = Instant::now();
        for _ in 0..50 {
            let bits = chain.process(input, FRAMES, &mut output);
            if bits != 0 {
                for kernel in &kernels {
                    kernel.borrow_mut().take_readings(&mut readings);
                }
            }
        }
        rounds.push(start.elapsed().as_secs_f64() * 1e6 / 50.0);
    }
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

fn noise() -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as i32 as f32 / 2_f32.powi(33)
    };
    (0..FRAMES * CHANNELS).map(|_| next()).collect()
}
