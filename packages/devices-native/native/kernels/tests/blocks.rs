//! Any division into blocks, and any way to call, gives the same bits.

mod support;

use patchcord_kernels::{Chain, FloatMode, Kernel};
use support::{SPECS, STEREO, bits, kernel, noise, readings, row, run, slice};

const FRAMES: usize = 1500;

/// What comes out, channel by channel, and what was measured.
fn divided(kernel: &mut dyn Kernel, sizes: &[usize], change: &str) -> (Vec<Vec<u32>>, Vec<f64>) {
    let input = noise(2 * FRAMES);
    let mut channels = vec![Vec::new(); kernel.output().channel_count];
    let mut append = |part: &[f32]| {
        if part.is_empty() {
            return;
        }
        for (channel, samples) in channels.iter_mut().zip(part.chunks_exact(part.len() / 2)) {
            channel.extend(bits(samples));
        }
    };
    kernel.start_at(0);
    for (from, to) in [(0, 600), (600, FRAMES)] {
        let mut at = from;
        for &size in sizes.iter().cycle() {
            let end = to.min(at + size);
            append(&run(kernel, &slice(&input, FRAMES, at, end), end - at));
            at = end;
            if at == to {
                break;
            }
        }
        if to == 600 && !change.is_empty() {
            kernel
                .update(&patchcord_kernels::parse(change).expect("a spec"))
                .expect("a change");
        }
    }
    let mut tail = vec![0.0; 2 * kernel.tail_frames()];
    kernel.flush(&mut tail);
    append(&tail);
    (channels, readings(kernel))
}

#[test]
fn any_division_gives_the_same_bits_over_a_change_too() {
    for spec in SPECS {
        let change = match spec {
            _ if spec.contains("gain") => r#"{"kernel":"gain","gain":-2,"rampFrames":123}"#,
            _ if spec.contains("limiter") => &spec.replace("0.25", "0.15").replace(":2,", ":0.3,"),
            _ if spec.contains("biquad") => &spec.replace("0.9,", "0.4,").replace("0.2]", "0.3]"),
            _ => "",
        };
        let whole = divided(&mut *kernel(spec, STEREO), &[FRAMES], change);
        for sizes in [&[1][..], &[32], &[31, 0, 64, 7], &[256, 257], &[480]] {
            assert_eq!(
                divided(&mut *kernel(spec, STEREO), sizes, change),
                whole,
                "{spec} {sizes:?}"
            );
        }
    }
}

#[test]
fn a_chain_gives_the_bits_and_readings_of_its_kernels_one_by_one() {
    let up = r#"{"kernel":"channelMix","matrix":[[1,0],[0.5,0.5],[0,1]]}"#;
    let down = r#"{"kernel":"channelMix","matrix":[[1,0.5,0],[0,0.5,1]]}"#;
    let [
        gain,
        _,
        mix,
        _,
        filter,
        other,
        cascade,
        fade,
        _,
        wall,
        ..,
        meter,
        _,
    ] = SPECS;
    let chains: [&[&str]; 8] = [
        &SPECS,
        &[filter, other, cascade, filter],
        &[meter, meter],
        &[mix, gain],
        &[gain, mix, mix, gain],
        &[gain, gain, gain, wall],
        &[up, filter, other, down, wall, meter],
        &[filter, gain, wall, cascade, other, up, fade, down],
    ];
    for specs in chains {
        let alone = row(specs, STEREO);
        let fused = row(specs, STEREO);
        let mut chain = Chain::new(fused.clone());
        let input = noise(2 * FRAMES);
        let mut at = 0;
        for (block, size) in [100, 0, 400, 64, 31, 257, 648].into_iter().enumerate() {
            let part = slice(&input, FRAMES, at, at + size);
            at += size;
            if block == 2 && specs.contains(&other) {
                // Filters that move and filters that rest, side by side.
                let index = specs
                    .iter()
                    .position(|&spec| spec == other)
                    .expect("it is there");
                let change = other.replace("0.5]", "0.6]");
                let change = patchcord_kernels::parse(&change).expect("a spec");
                alone[index].borrow_mut().update(&change).expect("a change");
                fused[index].borrow_mut().update(&change).expect("a change");
            }
            let mut expected = part.clone();
            let mut frames = size;
            let mut each = Vec::new();
            for kernel in &alone {
                let mut kernel = kernel.borrow_mut();
                let out_frames = kernel.output_frames(frames);
                expected = run(&mut **kernel, &expected, frames);
                frames = out_frames;
                each.push(frames as f64);
            }
            let mut told = vec![0.0; specs.len()];
            chain.output_frames(size, &mut told);
            assert_eq!(told, each);
            let mut output = vec![0.0; expected.len()];
            let mut times = vec![-1.0; specs.len()];
            let bit = match block % 4 {
                0 => chain.process(&part, size, &mut output),
                1 => chain.process_timed(&part, size, &mut output, &mut times),
                _ if frames != size => chain.process(&part, size, &mut output),
                2 => {
                    output.copy_from_slice(&part);
                    chain.process_in_place(&mut output, size)
                }
                _ => {
                    output.copy_from_slice(&part);
                    chain.process_in_place_timed(&mut output, size, &mut times)
                }
            };
            assert_eq!(bits(&output), bits(&expected), "{specs:?} block {block}");
            assert!(
                block % 4 != 1 || times.iter().all(|&us| us >= 0.0),
                "{times:?}"
            );
            for (index, (alone, fused)) in alone.iter().zip(&fused).enumerate() {
                let expected = readings(&mut **alone.borrow_mut());
                assert_eq!(
                    bit >> index & 1 == 1,
                    !expected.is_empty(),
                    "{specs:?} {index}"
                );
                assert_eq!(
                    readings(&mut **fused.borrow_mut()),
                    expected,
                    "{specs:?} {index}"
                );
            }
        }
    }
}

#[test]
fn kernels_of_a_chain_can_be_called_by_themselves_in_between() {
    let filter = SPECS[4];
    let input = noise(2 * 300);
    let whole = {
        let mut first = run(&mut *kernel(filter, STEREO), &input, 300);
        first = run(&mut *kernel(filter, STEREO), &first, 300);
        first
    };
    let kernels = row(&[filter, filter], STEREO);
    let mut chain = Chain::new(kernels.clone());
    let mut output = vec![0.0; 200];
    chain.process(&slice(&input, 300, 0, 100), 100, &mut output);
    assert_eq!(bits(&output), bits(&slice(&whole, 300, 0, 100)));
    let mut alone = slice(&input, 300, 100, 200);
    for kernel in &kernels {
        kernel.borrow_mut().process_in_place(&mut alone, 100);
    }
    assert_eq!(bits(&alone), bits(&slice(&whole, 300, 100, 200)));
    chain.process(&slice(&input, 300, 200, 300), 100, &mut output);
    assert_eq!(bits(&output), bits(&slice(&whole, 300, 200, 300)));
}

#[test]
fn a_chain_is_exact_where_the_thread_has_denormals_switched_off() {
    let half = r#"{"kernel":"gain","gain":0.5,"rampFrames":0}"#;
    let mut chain = Chain::new(row(&[half], STEREO));
    let mut samples = [f32::MIN_POSITIVE; 2];
    let _off = FloatMode::denormals_off();
    chain.process_in_place(&mut samples, 1);
    assert_eq!(bits(&samples), [f32::MIN_POSITIVE.to_bits() / 2; 2]);
}
