//! What the tests look at the addon with.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use patchcord_kernels::{Format, Kernel, KernelSpec, SpecError};

use crate::fault::Fault;
use crate::function::Target;
use crate::kernel::to_object;

/// The allocator of the system, counting.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: everything is handed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Passes samples on as they are, and panics in its `blocks_left`th block.
struct PanickingKernel {
    format: Format,
    blocks_left: usize,
}

impl PanickingKernel {
    fn count_down(&mut self) {
        self.blocks_left -= 1;
        assert!(self.blocks_left > 0, "as it was told to");
    }
}

impl Kernel for PanickingKernel {
    fn output(&self) -> Format {
        self.format
    }

    fn process(&mut self, input: &[f32], _frame_count: usize, output: &mut [f32]) {
        output.copy_from_slice(input);
        self.count_down();
    }

    fn process_in_place(&mut self, _samples: &mut [f32], _frame_count: usize) {
        self.count_down();
    }

    fn update(&mut self, _spec: &KernelSpec) -> Result<(), SpecError> {
        Ok(())
    }
}

/// Exports `allocations()`, `panicNow()` and
/// `createPanickingKernel(sampleRate, channelCount, block)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"allocations", |call| {
        call.return_number(ALLOCATIONS.load(Ordering::Relaxed) as f64)
    })?;
    target.function(c"panicNow", |_| panic!("as it was told to"))?;
    target.function(c"createPanickingKernel", |call| {
        let format = Format {
            sample_rate: call.number(0)?,
            channel_count: call.count(1)?,
        };
        let blocks_left = call.count(2)?;
        to_object(
            call.env,
            Box::new(PanickingKernel {
                format,
                blocks_left,
            }),
            format,
        )
    })
}
