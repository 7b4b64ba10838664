//! How long each kernel of a chain takes.

use std::time::Instant;

/// Measures from lap to lap, or does nothing.
pub(super) struct Stopwatch<'a>(Option<(Instant, &'a mut [f64])>);

impl<'a> Stopwatch<'a> {
    pub(super) fn off() -> Self {
        Self(None)
    }

    pub(super) fn on(times_us: &'a mut [f64]) -> Self {
        Self(Some((Instant::now(), times_us)))
    }

    /// The time since the last lap was that of `count` kernels, alike.
    pub(super) fn lap(&mut self, first: usize, count: usize) {
        if let Some((since, times_us)) = &mut self.0 {
            let now = Instant::now();
            let us = now.duration_since(*since).as_secs_f64() * 1e6;
            times_us[first..first + count].fill(us / count as f64);
            *since = now;
        }
    }
}
