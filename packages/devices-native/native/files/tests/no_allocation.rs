//! Once warm, a job allocates nothing, however long the file.

#[path = "../../kernels/tests/support/counting_allocator.rs"]
mod counting_allocator;
mod support;

use std::sync::Arc;

use counting_allocator::allocations_so_far;
use patchcord_files::{Control, run};
use support::*;

/// Allocations of a whole job, on this thread.
fn allocations(specs: &[&str], frame_count: u64) -> u64 {
    let folder = Folder::new();
    let mut job = folder.job(row(specs), 480);
    job.input = folder.input(stereo_s16(), frame_count, 480);
    let control = Arc::new(Control::new(specs.len()));
    let taker = Arc::clone(&control);
    let around = surroundings(move || {
        for kernel in 0..taker.kernel_count() {
            while taker.take_readings(kernel, &mut [0.0; 64]) > 0 {}
        }
    });
    let before = allocations_so_far();
    run(job, &control, &around);
    allocations_so_far() - before
}

#[test]
fn a_file_that_is_longer_allocates_no_more() {
    let rows: [&[&str]; 4] = [
        &[GAIN],
        &[FILTER, FILTER, GAIN, METER, LIMITER],
        &[DOWN, FILTER, FILTER],
        &[FADE, LIMITER, MONO],
    ];
    for specs in rows {
        // What is made once for all jobs of a process.
        allocations(specs, 150_000);
        let short = allocations(specs, 150_000);
        assert!(short > 3, "the count counts");
        let long = allocations(specs, 300_000);
        // What a limiter needs to be emptied depends on what is in it.
        assert!(long <= short + 1, "{long}, not {short}: {specs:?}");
    }
}
