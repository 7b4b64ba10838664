//! Once warm, a job allocates nothing, however long the file.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

use patchcord_files::{Control, run};
use support::*;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

fn count() {
    // Not there any more while a thread ends.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: hands everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps to the contract.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

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
    let before = COUNT.get();
    run(job, &control, &around);
    COUNT.get() - before
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
