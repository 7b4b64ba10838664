//! A ratio that changes while running.

use std::f64::consts::TAU;

use super::*;

fn adjustable(from: u32, to: u32, correction_ppm: f64) -> ResampleSpec {
    ResampleSpec {
        adjustable: true,
        correction_ppm,
        ..spec(from, to, ResampleQuality::Good)
    }
}

fn correct(kernel: &mut Resample, spec: ResampleSpec) {
    kernel.update(&KernelSpec::Resample(spec)).unwrap();
}

#[test]
fn a_sine_stays_clean_through_200_changes() {
    for engine in engines() {
        for (from, to) in [(48_000, 48_000), (44_100, 48_000), (48_000, 16_000)] {
            let mut kernel = kernel(&adjustable(from, to, 0.0), 1);
            kernel.engine = engine;
            let ratio = f64::from(to) / f64::from(from);
            let wave = |place: f64| (TAU * 0.2 * ratio.min(1.0) * place).sin();
            let (mut read, mut place, mut worst) = (0, 0.0, 0.0_f64);
            for index in 0..200 {
                let ppm = [20_000.0, -20_000.0, f64::from(index)][index as usize % 3];
                correct(&mut kernel, adjustable(from, to, ppm));
                let input: Vec<f32> = (0..37 + index)
                    .map(|frame| wave(f64::from(read + frame)) as f32)
                    .collect();
                read += 37 + index;
                for sample in block(&mut kernel, &input) {
                    // The first frames have half of their surroundings before the beginning.
                    if place > 400.0 {
                        worst = worst.max((f64::from(sample) - wave(place)).abs());
                    }
                    place += 1.0 / ratio / (1.0 + ppm / 1e6);
                }
            }
            assert!(
                20.0 * worst.log10() < -105.0,
                "{engine:?} {from} {to} {worst}"
            );
        }
    }
}

#[test]
fn frames_are_counted_in_whole_numbers_however_many() {
    let kernel = kernel(&adjustable(44_100, 48_000, 123.0), 1);
    let factor = (1_i128 << 31) / 160;
    let up = 160 * factor;
    let down = ((147 * factor) as f64 / (1.0 + 123.0 / 1e6)).round() as i128;
    for frames in [1000, 1_000_000, 10_000_000, 1_000_000_007] {
        let parts = (frames as i128 - kernel.latency_frames() as i128) * up;
        assert_eq!(
            kernel.output_frames(frames) as i128,
            (parts + down - 1) / down
        );
    }
}

#[test]
fn an_hour_at_100_parts_per_million_is_17_280_frames_longer() {
    let kernel = kernel(&adjustable(48_000, 48_000, 100.0), 1);
    let frames = 3600 * 48_000;
    let expected = (frames + 17_280 - kernel.latency_frames()) as i64;
    assert!((kernel.output_frames(frames) as i64 - expected).abs() <= 1);
}

#[test]
fn any_division_gives_the_same_bits_and_counts_changes_included() {
    let input = noise(900);
    for engine in engines() {
        let of = |size: usize| {
            let mut kernel = kernel(&adjustable(48_000, 44_100, 0.0), 1);
            kernel.engine = engine;
            kernel.start_at(7);
            let mut stretches = Vec::new();
            for (stretch, ppm) in input.chunks(300).zip([500.0, -20_000.0, 20_000.0]) {
                correct(&mut kernel, adjustable(48_000, 44_100, ppm));
                let parts: Vec<f32> = stretch
                    .chunks(size)
                    .flat_map(|part| block(&mut kernel, part))
                    .collect();
                stretches.push(bits(&parts));
            }
            stretches.push(bits(&tail(&mut kernel)));
            stretches
        };
        let whole = of(300);
        assert_eq!(of(1), whole);
        assert_eq!(of(77), whole);
    }
}

#[test]
fn without_a_correction_frames_lie_where_the_ratio_says() {
    for (from, to) in [(441, 480), (480, 441), (3, 1), (1, 3), (1, 1)] {
        let input = noise(2000);
        // Position 5 lies between two output frames.
        let of = |spec: ResampleSpec| {
            let mut kernel = kernel(&spec, 1);
            kernel.start_at(5);
            run(kernel, &input, &[300])
        };
        let out = of(adjustable(from, to, 0.0));
        let plain = of(spec(from, to, ResampleQuality::Good));
        assert_eq!(out.len(), plain.len());
        let far = out
            .iter()
            .zip(&plain)
            .any(|(one, other)| (one - other).abs() > 2e-5);
        assert!(!far, "{from} {to}");
    }
}
