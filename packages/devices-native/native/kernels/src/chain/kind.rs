//! What a chain looks for in its kernels.

use crate::kernel::SharedKernel;

/// Which kernels can be executed together.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Filter,
    Gain,
    Other,
}

impl Kind {
    /// For each kernel, how many of its kind follow each other from it on; 0 where such are not
    /// executed together.
    pub(super) fn runs(kernels: &[SharedKernel]) -> Vec<usize> {
        let mut runs = vec![0; kernels.len()];
        let mut run = (Self::Other, 0);
        for (index, kernel) in kernels.iter().enumerate().rev() {
            let kind = Self::of(kernel);
            let count = if kind == run.0 { run.1 + 1 } else { 1 };
            run = (kind, count);
            runs[index] = if kind == Self::Other { 0 } else { count };
        }
        runs
    }

    fn of(kernel: &SharedKernel) -> Self {
        let mut kernel = kernel.borrow_mut();
        if kernel.as_biquad().is_some() {
            Self::Filter
        } else if kernel.as_gain().is_some() {
            Self::Gain
        } else {
            Self::Other
        }
    }
}
