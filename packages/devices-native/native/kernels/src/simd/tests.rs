//! Whatever instructions a loop is compiled for, it gives the same bits.

use super::Simd;
use crate::spec::FadeCurve;
use crate::{channel_mix, fade, gain, limiter_loops, sizes};

const HOSTILE: [f32; 12] = [
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    -0.0,
    0.0,
    1e-40,
    -1e-45,
    f32::MAX,
    f32::MIN_POSITIVE,
    1.0,
    -1.0,
    0.999_999_94,
];

/// Noise with something hostile in every few samples, from an address that is mostly not aligned.
fn samples(seed: usize, count: usize) -> Vec<f32> {
    let mut state = seed as u32;
    let mut next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let hostile = (state >> 9).is_multiple_of(7);
        let noise = state as i32 as f32 / 2_f32.powi(30);
        if hostile {
            HOSTILE[(state >> 12) as usize % HOSTILE.len()]
        } else {
            noise
        }
    };
    (0..count).map(&mut next).collect()
}

/// Runs a loop at many lengths and offsets with all instructions and compares what it wrote.
fn agree(what: &str, call: impl Fn(Simd, &mut [f32], &[f32], &mut [f64]) -> u32) {
    for length in 0..70 {
        for offset in 0..8 {
            let results: Vec<_> = Simd::all()
                .into_iter()
                .map(|simd| {
                    let mut first = samples(length + offset, offset + length);
                    let second = samples(length + 99, offset + length);
                    let mut gains: Vec<f64> = samples(3, offset + length)
                        .into_iter()
                        .map(f64::from)
                        .collect();
                    let (a, b) = (&mut first[offset..], &second[offset..]);
                    let result = call(simd, a, b, &mut gains[offset..]);
                    let samples: Vec<u32> = first.iter().map(|x| x.to_bits()).collect();
                    let gains: Vec<u64> = gains.iter().map(|x| x.to_bits()).collect();
                    (result, samples, gains)
                })
                .collect();
            assert!(
                results.windows(2).all(|pair| pair[0] == pair[1]),
                "{what} of {length} from {offset}: {results:?}"
            );
        }
    }
}

#[test]
fn gains_agree() {
    for factor in [0.0, 1.0, 0.3, f64::from(0.3_f32), -2.5, 1e-30] {
        agree("gain", |simd, a, _, _| {
            gain::scale(simd, a, factor);
            0
        });
    }
}

#[test]
fn sums_agree() {
    agree("one", |simd, a, b, _| {
        channel_mix::weigh(simd, b, 0.7, a);
        0
    });
    agree("two", |simd, a, b, _| {
        let own = a.to_vec();
        channel_mix::add_two(simd, &own, 0.3, b, -1.7, a);
        0
    });
    agree("three", |simd, a, b, sums| {
        channel_mix::begin(simd, a, 0.3, sums);
        channel_mix::add(simd, b, 0.7, sums);
        channel_mix::add(simd, b, -0.1, sums);
        channel_mix::round(simd, sums, a);
        0
    });
}

#[test]
fn fades_agree() {
    for curve in [FadeCurve::Linear, FadeCurve::EqualPower, FadeCurve::Cosine] {
        agree("fade", |simd, a, _, gains| {
            fade::find_gains(simd, gains, 80.0, -1.0, 100.0, curve);
            limiter_loops::turn_down(simd, a, gains);
            0
        });
    }
}

#[test]
fn sizes_agree() {
    agree("largest", |simd, a, _, _| sizes::largest_bits(simd, a));
    assert_eq!(
        sizes::largest_bits(Simd::detect(), &[-0.5, 0.25]),
        0.5_f32.to_bits()
    );
}

#[test]
fn loops_of_the_limiter_agree() {
    agree("limiter", |simd, a, b, gains| {
        let mut peaks = vec![0.0; a.len()];
        limiter_loops::raise_peaks(simd, &mut peaks, a);
        limiter_loops::raise_peaks(simd, &mut peaks, b);
        limiter_loops::ask(simd, gains, &peaks, 0.25);
        limiter_loops::silence_what_is_not_finite(simd, a);
        limiter_loops::turn_down(simd, a, gains);
        assert!(a.iter().all(|x| x.is_finite()));
        0
    });
}
