//! The figures of each quality, for tones of amplitude 1 that are sent through.

use std::f64::consts::TAU;

use super::*;

/// The level of a tone in dB, by least squares, and of all else, as that of a tone as strong.
fn split(samples: &[f32], frequency: f64) -> (f64, f64) {
    let wave = |index: usize| (TAU * frequency * index as f64).sin_cos();
    let [mut cc, mut cs, mut ss, mut cy, mut sy] = [0.0; 5];
    for (index, y) in samples.iter().enumerate() {
        let ((s, c), y) = (wave(index), f64::from(*y));
        cc += c * c;
        cs += c * s;
        ss += s * s;
        cy += c * y;
        sy += s * y;
    }
    let determinant = cc * ss - cs * cs;
    let (a, b) = (
        (cy * ss - sy * cs) / determinant,
        (sy * cc - cy * cs) / determinant,
    );
    let rest = samples.iter().enumerate().map(|(index, y)| {
        let (s, c) = wave(index);
        (f64::from(*y) - a * c - b * s).powi(2)
    });
    (decibels(a.hypot(b)), level(rest.sum(), samples.len()))
}

fn level(energy: f64, count: usize) -> f64 {
    decibels((2.0 * energy / count as f64).sqrt())
}

fn decibels(gain: f64) -> f64 {
    20.0 * gain.log10()
}

/// Sends a tone through and leaves the ends out. `frequency` is in cycles per input frame.
fn convert(spec: &ResampleSpec, engine: Engine, frequency: f64) -> Vec<f32> {
    let input: Vec<f32> = (0..4000)
        .map(|index| (TAU * frequency * f64::from(index)).sin() as f32)
        .collect();
    let mut kernel = kernel(spec, 1);
    kernel.engine = engine;
    let out = run(kernel, &input, &[1000]);
    let end = out.len() / 8;
    out[end..out.len() - end].to_vec()
}

#[test]
fn each_quality_keeps_to_its_figures() {
    let figures = [
        (ResampleQuality::Fast, 0.5, 0.8, -70.0),
        (ResampleQuality::Good, 0.1, 0.9, -105.0),
        (ResampleQuality::Best, 0.05, 0.9, -120.0),
    ];
    let ratios = [
        (48_000, 16_000, false),
        (48_000, 44_100, false),
        (44_100, 48_000, false),
        (16_000, 48_000, false),
        (44_100, 88_201, false),
        (48_000, 48_000, true),
        (48_000, 44_100, true),
    ];
    for (quality, ripple, pass, stop) in figures {
        for (from, to, adjustable) in ratios {
            let spec = ResampleSpec {
                adjustable,
                ..spec(from, to, quality)
            };
            let (edge, ratio) = (
                f64::from(from.min(to) / 2) / f64::from(from),
                to as f64 / from as f64,
            );
            for engine in engines() {
                for part in 1..=9 {
                    let frequency = pass * edge * f64::from(part) / 9.0;
                    let out = convert(&spec, engine, frequency);
                    let (tone, rest) = split(&out, frequency / ratio);
                    assert!(tone.abs() < ripple, "{quality:?} {from} {to} {part} {tone}");
                    assert!(
                        rest < stop,
                        "{quality:?} {engine:?} {from} {to} {part} {rest}"
                    );
                }
                // What lies above the output's Nyquist frequency leaves nothing.
                let mut frequency = edge;
                while frequency < 0.5 {
                    let out = convert(&spec, engine, frequency);
                    let energy = out.iter().map(|y| f64::from(*y).powi(2)).sum();
                    let left = level(energy, out.len());
                    assert!(
                        left < stop,
                        "{quality:?} {engine:?} {from} {to} {frequency} {left}"
                    );
                    // The side lobes next to the edge are the highest.
                    frequency += if frequency < 1.1 * edge {
                        0.0015
                    } else {
                        0.023
                    };
                }
            }
        }
    }
}
