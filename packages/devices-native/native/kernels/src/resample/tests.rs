//! What the resampler promises, on all engines that this machine has.

mod adjustable;
mod blocks;
mod reference;
mod tones;

use super::*;
use crate::spec::ResampleQuality;

pub(super) const QUALITIES: [ResampleQuality; 3] = [
    ResampleQuality::Fast,
    ResampleQuality::Good,
    ResampleQuality::Best,
];

pub(super) fn spec(from: u32, to: u32, quality: ResampleQuality) -> ResampleSpec {
    let divisor = divisor(from, to);
    ResampleSpec {
        sample_rate: f64::from(to),
        up: to / divisor,
        down: from / divisor,
        quality,
        adjustable: false,
        correction_ppm: 0.0,
    }
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
}

pub(super) fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Portable];
    if Engine::detect() != Engine::Portable {
        engines.push(Engine::detect());
    }
    engines
}

pub(super) fn kernel(spec: &ResampleSpec, channel_count: usize) -> Resample {
    Resample::new(
        spec,
        Format {
            sample_rate: 1000.0,
            channel_count,
        },
    )
    .unwrap()
}

pub(super) fn block(kernel: &mut Resample, input: &[f32]) -> Vec<f32> {
    let channels = kernel.history.len();
    let frame_count = input.len() / channels;
    let mut output = vec![f32::NAN; kernel.output_frames(frame_count) * channels];
    kernel.process(input, frame_count, &mut output);
    output
}

pub(super) fn tail(kernel: &mut Resample) -> Vec<f32> {
    let mut output = vec![f32::NAN; kernel.tail_frames() * kernel.history.len()];
    kernel.flush(&mut output);
    output
}

/// One channel, from start to end.
pub(super) fn run(mut kernel: Resample, input: &[f32], sizes: &[usize]) -> Vec<f32> {
    let (mut output, mut rest) = (Vec::new(), input);
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (now, later) = rest.split_at(*size.min(&rest.len()));
        output.extend(block(&mut kernel, now));
        rest = later;
    }
    output.extend(tail(&mut kernel));
    output
}

/// The same in every run, from -1 to 1.
pub(super) fn noise(count: usize) -> Vec<f32> {
    let mut state = 1_u32;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as i32 as f32 / 2_147_483_648.0
        })
        .collect()
}

fn bits(samples: &[f32]) -> Vec<u32> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}

#[test]
fn as_many_frames_come_out_as_the_ratio_says() {
    for (from, to) in [
        (441, 480),
        (480, 441),
        (3, 1),
        (1, 6),
        (8, 3),
        (1000, 1001),
        (3001, 2999),
    ] {
        for frames in [0, 1, 2, 7, 100, 333, 2500] {
            let out = run(
                kernel(&spec(from, to, ResampleQuality::Fast), 1),
                &noise(frames),
                &[70],
            );
            assert_eq!(out.len(), (frames * to as usize).div_ceil(from as usize));
        }
    }
}

#[test]
fn a_stretch_begins_where_the_one_before_has_ended() {
    let mut kernel = kernel(&spec(44_100, 48_000, ResampleQuality::Good), 1);
    let begin = (1_i64 << 45) + 3;
    let at = kernel.start_at(begin);
    assert_eq!(i128::from(at), (i128::from(begin) * 160 + 146) / 147);
    let frames = block(&mut kernel, &noise(77)).len() + tail(&mut kernel).len();
    assert_eq!(kernel.start_at(begin + 77), at + frames as i64);
}

#[test]
fn channels_are_apart_and_alike() {
    for (from, to) in [(3, 1), (160, 147)] {
        let mut kernel = kernel(&spec(from, to, ResampleQuality::Good), 3);
        let one = noise(2000);
        let input = [&one[..], &vec![0.0; 2000], &one].concat();
        let out = block(&mut kernel, &input);
        let frames = out.len() / 3;
        assert!(out[frames..2 * frames].iter().all(|sample| *sample == 0.0));
        assert_eq!(bits(&out[..frames]), bits(&out[2 * frames..]));
        assert!(out[..frames].iter().any(|sample| sample.abs() > 0.1));
    }
}

#[test]
fn what_was_before_a_start_is_forgotten() {
    let spec = spec(3, 1, ResampleQuality::Good);
    let mut used = kernel(&spec, 1);
    block(&mut used, &noise(1234));
    tail(&mut used);
    used.start_at(0);
    let input = noise(900);
    assert_eq!(
        bits(&run(used, &input, &[900])),
        bits(&run(kernel(&spec, 1), &input, &[900]))
    );
}

#[test]
fn filters_are_shared() {
    let good = spec(48_000, 44_100, ResampleQuality::Good);
    let (one, two) = (kernel(&good, 1), kernel(&good, 2));
    let best = kernel(&spec(48_000, 44_100, ResampleQuality::Best), 1);
    assert!(Arc::ptr_eq(&one.filter, &two.filter));
    assert!(!Arc::ptr_eq(&one.filter, &best.filter));
}

#[test]
fn a_description_that_makes_no_sense_is_refused() {
    let format = Format {
        sample_rate: 3.0,
        channel_count: 1,
    };
    let good = spec(3, 1, ResampleQuality::Good);
    for wrong in [
        ResampleSpec {
            up: 0,
            ..good.clone()
        },
        ResampleSpec {
            down: 0,
            ..good.clone()
        },
        ResampleSpec {
            correction_ppm: 1.0,
            ..good.clone()
        },
        ResampleSpec {
            adjustable: true,
            correction_ppm: 20_001.0,
            ..good.clone()
        },
        ResampleSpec {
            adjustable: true,
            correction_ppm: f64::NAN,
            ..good.clone()
        },
    ] {
        assert!(Resample::new(&wrong, format).is_err(), "{wrong:?}");
        assert!(
            kernel(&good, 1)
                .update(&KernelSpec::Resample(wrong))
                .is_err()
        );
    }
    assert!(
        kernel(&good, 1)
            .update(&KernelSpec::LevelMeter { window_frames: 1 })
            .is_err()
    );
}
