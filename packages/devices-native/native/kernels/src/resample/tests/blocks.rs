//! Where blocks begin and what lies around a row changes nothing.

use super::*;

#[test]
fn any_division_into_blocks_gives_the_same_bits() {
    let mut input = noise(2500);
    input[700] = f32::NAN;
    input[1500] = f32::INFINITY;
    for engine in engines() {
        for (from, to) in [
            (3, 1),
            (6, 1),
            (8, 1),
            (160, 147),
            (147, 160),
            (1, 3),
            (4001, 4000),
        ] {
            for quality in QUALITIES {
                let of = |sizes: &[usize]| {
                    let mut kernel = kernel(&spec(from, to, quality), 1);
                    kernel.engine = engine;
                    kernel.start_at(5);
                    bits(&run(kernel, &input, sizes))
                };
                let whole = of(&[2500]);
                assert_eq!(of(&[1]), whole, "{engine:?} {from} {to} {quality:?}");
                assert_eq!(
                    of(&[3, 1, 700, 29]),
                    whole,
                    "{engine:?} {from} {to} {quality:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_not_a_number_spoils_only_what_is_around_it() {
    for engine in engines() {
        for (from, to) in [(1, 1), (3, 1), (16_000, 16_001)] {
            let mut input = vec![0.5; 3000];
            input[1500] = f32::NAN;
            let spec = spec(from, to, ResampleQuality::Good);
            let mut kernel = kernel(&spec, 1);
            kernel.engine = engine;
            let ratio = f64::from(to) / f64::from(from);
            let reach = kernel.latency_frames() as f64 * ratio + 1.0;
            let out = run(kernel, &input, &[1000]);
            let middle = (1500.0 * ratio).round();
            for (index, sample) in out.iter().enumerate() {
                assert!(
                    sample.is_finite() || (index as f64 - middle).abs() <= reach,
                    "{index}"
                );
            }
            assert!(out[middle as usize].is_nan());
        }
    }
}
