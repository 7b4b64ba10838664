//! Neighbouring filters of a chain, executed together.

use crate::kernel::SharedKernel;
use crate::simd::Simd;
use crate::wavefront::{Stage, State, Wavefront};

/// The sections of several kernels, gathered for one block.
pub(super) struct Filters {
    stages: Vec<Stage>,
    states: Vec<State>,
    wavefront: Wavefront,
}

impl Filters {
    pub(super) fn new() -> Self {
        let wavefront = Wavefront::new(Simd::detect());
        Self {
            stages: Vec::new(),
            states: Vec::new(),
            wavefront,
        }
    }

    /// Executes the filters at the beginning of `kernels` up to the first whose coefficients are
    /// moving, and returns how many: 0 where there are fewer than two, which gain nothing.
    pub(super) fn run(
        &mut self,
        kernels: &[SharedKernel],
        samples: &mut [f32],
        frame_count: usize,
    ) -> usize {
        if kernels.len() < 2 {
            return 0;
        }
        self.stages.clear();
        self.states.clear();
        let count = kernels
            .iter()
            .take_while(|kernel| self.gather(kernel))
            .count();
        if count < 2 {
            return 0;
        }
        let Self {
            stages,
            states,
            wavefront,
        } = self;
        wavefront.run(stages, states, samples, frame_count, 0..frame_count);
        let mut rest = states.as_slice();
        for kernel in &kernels[..count] {
            let mut kernel = kernel.borrow_mut();
            let Some(own) = kernel.as_biquad().map(|filter| filter.states()) else {
                continue;
            };
            let (now, later) = rest.split_at(own.len());
            own.copy_from_slice(now);
            rest = later;
        }
        count
    }

    fn gather(&mut self, kernel: &SharedKernel) -> bool {
        let mut kernel = kernel.borrow_mut();
        let Some(filter) = kernel.as_biquad() else {
            return false;
        };
        let Some(stages) = filter.steady_stages() else {
            return false;
        };
        self.stages.extend_from_slice(stages);
        self.states.extend_from_slice(filter.states());
        true
    }
}
