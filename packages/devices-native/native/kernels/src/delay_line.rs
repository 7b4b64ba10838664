//! A delay of a fixed count of samples.

/// The last samples that went in, of one channel.
#[derive(Clone)]
pub(crate) struct DelayLine {
    samples: Box<[f32]>,
    cursor: usize,
}

impl DelayLine {
    pub(crate) fn new(length: usize) -> Self {
        Self {
            samples: vec![0.0; length].into_boxed_slice(),
            cursor: 0,
        }
    }

    /// Exchanges values for those that went in a line's length before.
    pub(crate) fn exchange(&mut self, values: &mut [f32]) {
        if self.samples.is_empty() {
            return;
        }
        let mut rest = values;
        while !rest.is_empty() {
            let line = &mut self.samples[self.cursor..];
            let count = line.len().min(rest.len());
            let (now, later) = rest.split_at_mut(count);
            line[..count].swap_with_slice(now);
            rest = later;
            self.cursor += count;
            if self.cursor == self.samples.len() {
                self.cursor = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_went_in_a_length_before_in_any_division() {
        for length in [0, 1, 3, 7, 40] {
            let signal: Vec<f32> = (1..=100_u8).map(f32::from).collect();
            let mut expected = vec![0.0; length];
            expected.extend(&signal[..100 - length]);
            for size in [1, 2, 7, 33, 100] {
                let mut line = DelayLine::new(length);
                let mut values = signal.clone();
                values.chunks_mut(size).for_each(|part| line.exchange(part));
                assert_eq!(values, expected, "length {length}, blocks of {size}");
            }
        }
    }
}
