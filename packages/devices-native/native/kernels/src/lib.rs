//! The kernels of Patchcord: arithmetic on blocks of planar samples, described by plain data.
//!
//! Every kernel is the twin of one that `@patchcord/core` has in TypeScript, which is the
//! reference: all arithmetic between reading and writing a sample is in 64-bit floats, in the order
//! that the kernel's description gives, without fused multiply-add, and writing rounds once, to
//! nearest even. Only the resampler is free to compute otherwise, within a stated bound.

pub mod format;
pub mod kernel;
pub mod pcm;
pub mod spec;

pub use format::Format;
pub use kernel::{Kernel, SharedKernel, share};
pub use spec::{KernelSpec, SpecError};
