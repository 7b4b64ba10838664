//! Output channels as weighted sums of input channels.

use crate::format::Format;
use crate::kernel::Kernel;
use crate::simd::{Simd, widened};
use crate::spec::{KernelSpec, SpecError};

/// Frames that are summed up at a time, where a row has more than two terms.
const CHUNK: usize = 256;

struct Term {
    channel: usize,
    weight: f64,
}

/// The twin of `channel-mix-kernel.ts`.
pub struct ChannelMix {
    output: Format,
    rows: Vec<Vec<Term>>,
    in_place: bool,
    simd: Simd,
}

impl ChannelMix {
    /// Sets a mix up: one row for each output channel, one column for each input channel.
    pub fn new(matrix: &[Vec<f64>], input: Format) -> Result<Self, SpecError> {
        if matrix.is_empty() {
            return Err(SpecError("matrix must have at least one row".into()));
        }
        for (row, weights) in matrix.iter().enumerate() {
            if weights.len() != input.channel_count {
                return Err(SpecError(format!(
                    "row {row} of matrix must have {} weights, one for each input channel, not {}",
                    input.channel_count,
                    weights.len()
                )));
            }
            if let Some(weight) = weights.iter().find(|weight| !weight.is_finite()) {
                return Err(SpecError(format!(
                    "weights in matrix must be finite, not {weight} in row {row}"
                )));
            }
        }
        let rows: Vec<Vec<Term>> = matrix.iter().map(|row| terms(row)).collect();
        // Only what moves nothing can write where it still has to read.
        let moves =
            |(row, terms): (usize, &Vec<Term>)| terms.iter().any(|term| term.channel != row);
        let in_place = rows.len() == input.channel_count && !rows.iter().enumerate().any(moves);
        let output = Format {
            channel_count: rows.len(),
            ..input
        };
        Ok(Self {
            output,
            rows,
            in_place,
            simd: Simd::detect(),
        })
    }
}

impl Kernel for ChannelMix {
    fn output(&self) -> Format {
        self.output
    }

    fn in_place(&self) -> bool {
        self.in_place
    }

    fn process(&mut self, input: &[f32], frame_count: usize, output: &mut [f32]) {
        if frame_count == 0 {
            return;
        }
        let channel = |term: &Term| &input[term.channel * frame_count..][..frame_count];
        for (terms, row) in self.rows.iter().zip(output.chunks_exact_mut(frame_count)) {
            match terms.as_slice() {
                [] => row.fill(0.0),
                [one] if one.weight == 1.0 => row.copy_from_slice(channel(one)),
                [one] => weigh(self.simd, channel(one), one.weight, row),
                [one, two] => {
                    add_two(
                        self.simd,
                        channel(one),
                        one.weight,
                        channel(two),
                        two.weight,
                        row,
                    );
                }
                [first, rest @ ..] => {
                    for (chunk, from) in row.chunks_mut(CHUNK).zip((0..).step_by(CHUNK)) {
                        let part = |term: &Term| &channel(term)[from..][..chunk.len()];
                        let mut sums = [0.0; CHUNK];
                        let sums = &mut sums[..chunk.len()];
                        begin(self.simd, part(first), first.weight, sums);
                        for term in rest {
                            add(self.simd, part(term), term.weight, sums);
                        }
                        round(self.simd, sums, chunk);
                    }
                }
            }
        }
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        assert!(
            self.in_place,
            "this mix moves channels and cannot work in place"
        );
        if frame_count == 0 {
            return;
        }
        for (terms, row) in self.rows.iter().zip(samples.chunks_exact_mut(frame_count)) {
            crate::gain::scale(
                self.simd,
                row,
                terms.first().map_or(0.0, |term| term.weight),
            );
        }
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        Err(SpecError::cannot_become("channelMix", spec))
    }
}

/// A weight of 0 is left out, so that nothing, no NaN either, leaks from a channel not used.
fn terms(row: &[f64]) -> Vec<Term> {
    let weights = row.iter().enumerate().filter(|(_, weight)| **weight != 0.0);
    weights
        .map(|(channel, &weight)| Term { channel, weight })
        .collect()
}

widened! {
    fn weigh(input: &[f32], weight: f64, output: &mut [f32]) {
        for (out, &x) in output.iter_mut().zip(input) {
            *out = (f64::from(x) * weight) as f32;
        }
    }
}

widened! {
    fn add_two(
        first: &[f32],
        first_weight: f64,
        second: &[f32],
        second_weight: f64,
        output: &mut [f32],
    ) {
        for ((out, &a), &b) in output.iter_mut().zip(first).zip(second) {
            *out = (f64::from(a) * first_weight + f64::from(b) * second_weight) as f32;
        }
    }
}

widened! {
    fn begin(input: &[f32], weight: f64, sums: &mut [f64]) {
        for (sum, &x) in sums.iter_mut().zip(input) {
            *sum = f64::from(x) * weight;
        }
    }
}

widened! {
    fn add(input: &[f32], weight: f64, sums: &mut [f64]) {
        for (sum, &x) in sums.iter_mut().zip(input) {
            *sum += f64::from(x) * weight;
        }
    }
}

widened! {
    fn round(sums: &[f64], output: &mut [f32]) {
        for (out, &sum) in output.iter_mut().zip(sums) {
            *out = sum as f32;
        }
    }
}
