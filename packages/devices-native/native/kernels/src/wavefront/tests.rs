use super::*;

fn noise(count: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as i32 as f32 / 2_f32.powi(31)
    };
    (0..count).map(|_| next()).collect()
}

/// Kernels of 1 to 3 sections, all different, some of them in silence for a while.
fn stages(kernels: &[usize]) -> Vec<Stage> {
    let mut number = 0.0;
    let mut section = || {
        number += 1.0;
        [
            0.3 + number / 50.0,
            -0.2,
            0.1 / number,
            -1.5 + number / 25.0,
            0.7 - number / 60.0,
        ]
    };
    let cascade =
        |&count: &usize| Stage::cascade(&(0..count).map(|_| section()).collect::<Vec<_>>());
    kernels.iter().flat_map(cascade).collect()
}

fn bits(samples: &[f32]) -> Vec<u32> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}

fn hostile(channel_count: usize, frame_count: usize) -> Vec<f32> {
    let mut samples = noise(channel_count * frame_count);
    for (at, sample) in samples.iter_mut().enumerate() {
        *sample = match at % 211 {
            50 => f32::NAN,
            90 => f32::INFINITY,
            91 => f32::NEG_INFINITY,
            120 => f32::MAX,
            130..150 => -0.0,
            150..170 => f32::from_bits(7),
            _ => *sample,
        };
    }
    samples
}

fn one_at_a_time(stages: &[Stage], states: &mut [State], samples: &mut [f32], frame_count: usize) {
    let channel_count = samples.len() / frame_count;
    for (index, sample) in samples.iter_mut().enumerate() {
        let channel = index / frame_count;
        let mut x = f64::from(*sample);
        for (at, stage) in stages.iter().enumerate() {
            x = states[at * channel_count + channel].next(&stage.coefficients, x);
            if stage.rounds {
                x = f64::from(x as f32);
            }
        }
        *sample = x as f32;
    }
}

#[test]
fn many_lanes_give_the_bits_that_one_sample_at_a_time_gives() {
    let counts: [&[usize]; 7] = [
        &[1],
        &[4],
        &[1, 1, 1, 1],
        &[2, 1, 3],
        &[1; 9],
        &[5, 5, 5, 5],
        &[20, 1],
    ];
    for simd in Simd::all() {
        for kernels in counts {
            for channel_count in 1..=8 {
                for frame_count in [1, 31, 32, 33, 100, 257] {
                    let stages = stages(kernels);
                    let mut expected = hostile(channel_count, frame_count);
                    let mut samples = expected.clone();
                    let mut states = vec![State::default(); stages.len() * channel_count];
                    let mut expected_states = states.clone();
                    let mut wavefront = Wavefront::new(simd);
                    for _ in 0..3 {
                        let range = 0..frame_count;
                        wavefront.run(&stages, &mut states, &mut samples, frame_count, range);
                        one_at_a_time(&stages, &mut expected_states, &mut expected, frame_count);
                    }
                    let what = format!("{simd:?} {kernels:?} {channel_count}x{frame_count}");
                    assert_eq!(bits(&samples), bits(&expected), "{what}");
                    assert_eq!(states, expected_states, "{what}");
                }
            }
        }
    }
}
