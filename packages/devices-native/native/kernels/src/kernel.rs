//! What every kernel can do.

use std::cell::RefCell;
use std::rc::Rc;

use crate::biquad::Biquad;
use crate::format::Format;
use crate::gain::Gain;
use crate::spec::{KernelSpec, SpecError};

/// A kernel that was set up for one format and holds its state.
///
/// Samples are planar: channel `c` of a block of `n` frames is at `c * n .. (c + 1) * n`. Any
/// division of a stream into blocks gives the same output. Once warm, neither [`Kernel::process`]
/// nor [`Kernel::process_in_place`] allocates.
pub trait Kernel: Send {
    /// What comes out.
    fn output(&self) -> Format;

    /// How far the output trails the input, in frames of the input.
    fn latency_frames(&self) -> usize {
        0
    }

    /// Where a block comes out as long as it went in, it may be written where it was read.
    fn in_place(&self) -> bool {
        true
    }

    /// In place, nothing is written at all.
    fn reads_only(&self) -> bool {
        false
    }

    /// Denormals may count as 0: for kernels that need not be exact to the last bit. All others
    /// run with the defaults of IEEE 754. See [`crate::FloatMode`].
    fn denormals_off(&self) -> bool {
        false
    }

    /// Says where on the input's timeline the next block begins: before the first block, and after
    /// a flush. Returns the position on the output's timeline of the next frame to be written.
    fn start_at(&mut self, position: i64) -> i64 {
        position
    }

    /// The exact number of frames that the next `frame_count` frames will give.
    fn output_frames(&self, frame_count: usize) -> usize {
        frame_count
    }

    /// Executes one block. `output` has exactly `output_frames(frame_count)` frames.
    fn process(&mut self, input: &[f32], frame_count: usize, output: &mut [f32]) {
        output.copy_from_slice(input);
        self.process_in_place(output, frame_count);
    }

    /// Executes one block where it lies; only where [`Kernel::in_place`] holds and
    /// `output_frames(frame_count)` is `frame_count`.
    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize);

    /// The frames that are still inside and that [`Kernel::flush`] will write.
    fn tail_frames(&self) -> usize {
        0
    }

    /// Writes exactly `tail_frames()` frames and empties delay lines and windows.
    fn flush(&mut self, _output: &mut [f32]) {}

    /// Changes the numbers of the spec from the next block on, ramped where a step would be heard.
    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError>;

    /// Whether there are readings to take.
    fn has_readings(&self) -> bool {
        false
    }

    /// Moves whole readings, oldest first, to `into`, as many as fit, and returns how many numbers
    /// that were. A level meter's is `position, frame_count`, then for all channels the peaks, the
    /// sums of squares and the counts of clipped samples; a limiter's is its smallest gain.
    fn take_readings(&mut self, _into: &mut [f64]) -> usize {
        0
    }

    /// Gains that are neighbours in a chain are executed together.
    #[doc(hidden)]
    fn as_gain(&mut self) -> Option<&mut Gain> {
        None
    }

    /// So are filters.
    #[doc(hidden)]
    fn as_biquad(&mut self) -> Option<&mut Biquad> {
        None
    }
}

/// A kernel that can be called by itself and as a part of a chain.
pub type SharedKernel = Rc<RefCell<Box<dyn Kernel>>>;

/// Makes a kernel one that can be shared.
#[must_use]
pub fn share(kernel: Box<dyn Kernel>) -> SharedKernel {
    Rc::new(RefCell::new(kernel))
}
