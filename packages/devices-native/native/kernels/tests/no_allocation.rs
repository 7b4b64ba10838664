//! Once warm, kernels and chains allocate nothing.

#[path = "support/counting_allocator.rs"]
mod counting_allocator;
mod support;

use counting_allocator::allocations_so_far;
use patchcord_kernels::Chain;
use support::{SPECS, STEREO, kernel, noise, row};

const FRAMES: usize = 32;

fn allocations(blocks: u32, mut block: impl FnMut()) -> u64 {
    (0..20).for_each(|_| block());
    let before = allocations_so_far();
    (0..blocks).for_each(|_| block());
    allocations_so_far() - before
}

#[test]
fn the_count_counts() {
    assert_eq!(allocations(3, || drop(std::hint::black_box(vec![1_u8]))), 3);
}

#[test]
fn no_kernel_allocates() {
    let input = noise(2 * FRAMES);
    for spec in SPECS {
        let mut kernel = kernel(spec, STEREO);
        let mut output = vec![0.0; 2 * FRAMES];
        let mut readings = [0.0; 64];
        let steady = || {
            let frames = kernel.output_frames(FRAMES);
            kernel.process(&input, FRAMES, &mut output[..2 * frames]);
            if kernel.in_place() && frames == FRAMES {
                kernel.process_in_place(&mut output, FRAMES);
            }
            while kernel.take_readings(&mut readings) > 0 {}
        };
        assert_eq!(allocations(10_000, steady), 0, "{spec}");
    }
}

#[test]
fn no_chain_allocates() {
    let input = noise(2 * FRAMES);
    let kernels = row(&SPECS, STEREO);
    let mut chain = Chain::new(kernels.clone());
    let mut frames = vec![0.0; SPECS.len()];
    let mut output = vec![0.0; 2 * FRAMES];
    let mut readings = [0.0; 64];
    let steady = || {
        chain.output_frames(FRAMES, &mut frames);
        let count = frames[frames.len() - 1] as usize;
        let bits = chain.process(&input, FRAMES, &mut output[..2 * count]);
        if count == FRAMES {
            chain.process_in_place(&mut output, FRAMES);
        }
        for (index, kernel) in kernels.iter().enumerate() {
            while bits >> index & 1 == 1 && kernel.borrow_mut().take_readings(&mut readings) > 0 {}
        }
    };
    assert_eq!(allocations(10_000, steady), 0);
}
