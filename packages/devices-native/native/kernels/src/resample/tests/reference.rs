//! The bound on differences from the reference, which computes in 64-bit floats.

use super::super::filter::reference_row;
use super::*;

/// What `resampleTolerance` in TypeScript says.
const TOLERANCE: f64 = 1e-6;

/// Frame `index` of the output as the reference computes it.
fn exact(spec: &ResampleSpec, filter: &Filter, input: &[f32], index: usize) -> f64 {
    let (up, down) = (spec.up as usize, spec.down as usize);
    let (frame, phase) = (index * down / up, index * down % up);
    let dot = |row: usize| -> f64 {
        let row = reference_row(spec, row);
        let weigh = |(tap, weight): (usize, &f64)| {
            let at = (frame + tap + 1).checked_sub(filter.tap_count / 2)?;
            Some(f64::from(*input.get(at)?) * weight)
        };
        row.iter().enumerate().filter_map(weigh).sum()
    };
    if !filter.interpolated {
        return dot(phase);
    }
    let place = phase as f64 / up as f64 * filter.phase_count as f64;
    let before = dot(place as usize);
    before + place.fract() * (dot(place as usize + 1) - before)
}

#[test]
fn samples_differ_from_the_reference_by_no_more_than_the_bound() {
    for (from, to, adjustable) in [
        (3, 1, false),
        (160, 147, false),
        (147, 160, false),
        (4001, 4000, false),
        (1, 1, true),
    ] {
        for quality in QUALITIES {
            let spec = ResampleSpec {
                adjustable,
                ..spec(from, to, quality)
            };
            let filter = Filter::of(&spec);
            // The largest sums: for each of some frames, ones with the signs of its weights.
            let mut input: Vec<f32> = noise(6 * filter.tap_count)
                .iter()
                .map(|x| x.signum())
                .collect();
            let row = reference_row(&spec, filter.phase_count / 2);
            for (sample, weight) in input[filter.tap_count..].iter_mut().zip(&row) {
                *sample = weight.signum() as f32;
            }
            for (sample, weight) in input[3 * filter.tap_count..]
                .iter_mut()
                .zip(noise(filter.tap_count))
            {
                *sample = weight;
            }
            for engine in engines() {
                let mut kernel = kernel(&spec, 1);
                kernel.engine = engine;
                let out = run(kernel, &input, &[1000]);
                let mut worst = 0.0_f64;
                for (index, sample) in out.iter().enumerate() {
                    // The reference rounds to 32 bits when it writes.
                    let expected = exact(&spec, &filter, &input, index) as f32;
                    worst = worst.max((f64::from(*sample) - f64::from(expected)).abs());
                }
                assert!(
                    worst <= TOLERANCE,
                    "{from} {to} {quality:?} {engine:?} {worst}"
                );
            }
        }
    }
}
