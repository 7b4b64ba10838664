//! The kernels of Patchcord: arithmetic on blocks of planar samples, described by plain data.
//!
//! Every kernel is the twin of one that `@patchcord/core` has in TypeScript, which is the
//! reference: all arithmetic between reading and writing a sample is in 64-bit floats, in the order
//! that the kernel's description gives, without fused multiply-add, and writing rounds once, to
//! nearest even. Only the resampler is free to compute otherwise, within a stated bound.

pub mod biquad;
pub mod chain;
pub mod channel_mix;
pub mod create;
mod delay_line;
pub mod fade;
pub mod float_mode;
pub mod format;
pub mod gain;
pub mod kernel;
mod lanes;
pub mod level_meter;
pub mod limiter;
mod limiter_envelope;
mod limiter_loops;
pub mod pcm;
pub mod resample;
mod simd;
mod sizes;
pub mod spec;
mod wavefront;

pub use chain::Chain;
pub use create::{create, parse};
pub use float_mode::FloatMode;
pub use format::Format;
pub use kernel::{Kernel, SharedKernel, share};
pub use spec::{KernelSpec, SpecError};
