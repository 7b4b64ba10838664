//! Durations of some calls.

use std::collections::VecDeque;
use std::time::Instant;

/// The most that are kept.
const MOST: usize = 1024;
/// One call in so many is measured.
const EVERY: u64 = 16;

/// Whether the call of this number is one to measure. In every sixteen it is another one, so that
/// calls that take longer at regular distances, as those that read, are neither all met nor all
/// missed.
pub(crate) fn is_sampled(call: u64) -> bool {
    call % EVERY == call / EVERY * 5 % EVERY
}

/// Adds up how long the pieces of one call take, if that is to be known.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch(Option<f64>);

impl Stopwatch {
    pub(crate) fn begin(&mut self, timed: bool) {
        self.0 = timed.then_some(0.0);
    }

    pub(crate) fn time<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let Some(ms) = &mut self.0 else {
            return work();
        };
        let started = Instant::now();
        let result = work();
        *ms += started.elapsed().as_secs_f64() * 1000.0;
        result
    }

    /// The sum, in milliseconds.
    pub(crate) fn end(&mut self) -> Option<f64> {
        self.0.take()
    }
}

/// The newest durations, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct SampledTimes(VecDeque<f64>);

impl SampledTimes {
    pub(crate) fn add(&mut self, ms: f64) {
        if self.0.capacity() == 0 {
            self.0.reserve_exact(MOST);
        }
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(ms);
    }

    /// Moves the oldest to `into`, as many as fit, and returns how many those were.
    pub(crate) fn take(&mut self, into: &mut [f64]) -> usize {
        let count = self.0.len().min(into.len());
        for (to, ms) in into.iter_mut().zip(self.0.drain(..count)) {
            *to = ms;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_call_in_sixteen_is_sampled_and_in_256_every_phase_once() {
        let sampled: Vec<u64> = (0..256).filter(|&call| is_sampled(call)).collect();
        assert_eq!(sampled[..3], [0, 16 + 5, 32 + 10]);
        for (sixteen, call) in sampled.iter().enumerate() {
            assert_eq!(call / EVERY, sixteen as u64);
        }
        let mut phases: Vec<u64> = sampled.iter().map(|call| call % EVERY).collect();
        phases.sort_unstable();
        assert_eq!(phases, (0..EVERY).collect::<Vec<_>>());
    }

    #[test]
    fn the_newest_are_kept_and_given_once_the_oldest_first() {
        let mut times = SampledTimes::default();
        (0..MOST + 3).for_each(|ms| times.add(ms as f64));
        let mut into = [0.0; 2000];
        assert_eq!(times.take(&mut into[..2]), 2);
        assert_eq!(into[..2], [3.0, 4.0]);
        assert_eq!(times.take(&mut into), MOST - 2);
        assert_eq!(into[MOST - 3], (MOST + 2) as f64);
        assert_eq!(times.take(&mut into), 0);
    }
}
