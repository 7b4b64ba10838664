use super::noise::{next_counter, noise_word, seed_counters};
use super::round::ROUNDING_SHIFT;

/// Adds triangular noise of ±1 step and rounds to whole steps; the result is still in floats.
///
/// Every sample takes one word of its channel's noise: the difference of its two halves, over 2^16.
#[derive(Clone, Debug)]
pub(super) struct TpdfDither {
    full_scale: f64,
    counters: Vec<u32>,
}

impl TpdfDither {
    pub(super) fn new(full_scale: f64, channel_count: usize, seed: u32) -> Self {
        Self {
            full_scale,
            counters: seed_counters(seed, channel_count),
        }
    }

    /// Writes the samples of a channel, dithered.
    pub(super) fn apply(&mut self, channel: usize, input: &[f32], output: &mut [f32]) {
        let one_step = 1.0 / self.full_scale;
        let mut counter = self.counters[channel];
        for (sample, dithered) in input.iter().zip(output) {
            counter = next_counter(counter);
            let word = noise_word(counter);
            let noise = f64::from((word >> 16) as i32 - (word & 0xffff) as i32) / 65_536.0;
            let steps = f64::from(*sample) * self.full_scale + noise;
            *dithered = ((steps + ROUNDING_SHIFT - ROUNDING_SHIFT) * one_step) as f32;
        }
        self.counters[channel] = counter;
    }
}
