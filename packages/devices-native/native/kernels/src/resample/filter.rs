//! The coefficients of a polyphase resampler: the twin of `resample-filter.ts`.

use std::f64::consts::PI;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::vectors::{LANES, Vectors};
use crate::spec::{ResampleQuality, ResampleSpec};

/// Up to here every phase has a row of its own.
const MOST_EXACT_PHASES: u32 = 1024;

/// What a filter is designed from: see `resample-quality.ts`, whose numbers these are.
struct Design {
    middle: f64,
    beta: f64,
    half_length: f64,
    interpolated_rows: f64,
}

fn design(quality: ResampleQuality) -> Design {
    match quality {
        ResampleQuality::Fast => Design {
            middle: 0.87,
            beta: 7.0,
            half_length: 20.0,
            interpolated_rows: 256.0,
        },
        ResampleQuality::Good => Design {
            middle: 0.94,
            beta: 10.6,
            half_length: 60.0,
            interpolated_rows: 1024.0,
        },
        ResampleQuality::Best => Design {
            middle: 0.94,
            beta: 13.2,
            half_length: 72.0,
            interpolated_rows: 1024.0,
        },
    }
}

/// What a filter depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    up: u32,
    down: u32,
    quality: ResampleQuality,
    interpolated: bool,
}

/// The filters in use. Channels and streams of the same ratio and quality share one.
static IN_USE: Mutex<Vec<(Key, Weak<Filter>)>> = Mutex::new(Vec::new());

/// The coefficients of a polyphase resampler.
#[derive(Debug)]
pub(crate) struct Filter {
    /// Coefficients in a row: a multiple of 4.
    pub(crate) tap_count: usize,
    /// Rows in a frame of the input; where `interpolated`, one more row follows.
    pub(crate) phase_count: usize,
    /// There are fewer rows than phases: the output is interpolated between two of them.
    pub(crate) interpolated: bool,
    /// Floats from one row to the next.
    stride: usize,
    rows: Vectors,
    /// Where there is one phase: that row behind 0 to 7 zeros, so that frames can be read in whole
    /// vectors wherever the row begins.
    pub(crate) shifted: Option<Shifted>,
}

/// A row behind 0 to 7 zeros.
#[derive(Debug)]
pub(crate) struct Shifted {
    /// Floats from one copy to the next, a multiple of 8.
    pub(crate) stride: usize,
    rows: Vectors,
}

impl Shifted {
    /// The row behind so many zeros.
    #[inline(always)]
    pub(crate) fn row(&self, zeros: usize) -> &[f32] {
        &self.rows.floats()[zeros * self.stride..(zeros + 1) * self.stride]
    }
}

impl Filter {
    /// The filter for a spec: one that exists if possible.
    pub(crate) fn of(spec: &ResampleSpec) -> Arc<Self> {
        let interpolated = spec.adjustable || spec.up > MOST_EXACT_PHASES;
        let key = Key {
            up: spec.up,
            down: spec.down,
            quality: spec.quality,
            interpolated,
        };
        let find = |list: &mut Vec<(Key, Weak<Self>)>| {
            list.retain(|(_, filter)| filter.strong_count() > 0);
            list.iter()
                .find(|(other, _)| *other == key)
                .and_then(|(_, filter)| filter.upgrade())
        };
        // A panic cannot leave the list half changed.
        let lock = || IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(filter) = find(&mut lock()) {
            return filter;
        }
        // Nobody waits while this one is designed; if two do it at once, one is kept.
        let designed = Arc::new(Self::design(key));
        let mut list = lock();
        find(&mut list).unwrap_or_else(|| {
            list.push((key, Arc::downgrade(&designed)));
            designed
        })
    }

    fn design(
        Key {
            up,
            down,
            quality,
            interpolated,
        }: Key,
    ) -> Self {
        let design = design(quality);
        // The lower rate, as a part of the input's.
        let scale = (f64::from(up) / f64::from(down)).min(1.0);
        let tap_count = 4 * (design.half_length / scale / 2.0).ceil() as usize;
        let phase_count = if interpolated {
            (design.interpolated_rows * scale).ceil().max(16.0) as usize
        } else {
            up as usize
        };
        let row_count = phase_count + usize::from(interpolated);
        let stride = tap_count.next_multiple_of(LANES);
        let mut rows = Vectors::zeros(row_count * stride);
        let mut row = vec![0.0; tap_count];
        let floats = rows.floats_mut();
        // The filter is symmetric: the later half of the rows mirrors the earlier.
        for phase in 0..row_count {
            let at = phase * stride;
            let mirrored = phase_count - phase;
            if mirrored < phase {
                for tap in 0..tap_count {
                    floats[at + tap] = floats[mirrored * stride + tap_count - 1 - tap];
                }
            } else {
                let center = phase as f64 / phase_count as f64 + (tap_count / 2 - 1) as f64;
                fill_row(&mut row, center, &design, scale);
                for (to, from) in floats[at..].iter_mut().zip(&row) {
                    *to = *from as f32;
                }
            }
        }
        let shifted =
            (phase_count == 1 && !interpolated).then(|| shift(&rows.floats()[..tap_count]));
        Self {
            tap_count,
            phase_count,
            interpolated,
            stride,
            rows,
            shifted,
        }
    }

    /// The weights of `tap_count` input frames for an output frame at `index / phase_count` of the
    /// way from input frame `tap_count / 2 - 1` of them to the next.
    #[inline(always)]
    pub(crate) fn row(&self, index: usize) -> &[f32] {
        &self.rows.floats()[index * self.stride..][..self.tap_count]
    }
}

/// A row as the reference has it.
#[cfg(test)]
pub(super) fn reference_row(spec: &ResampleSpec, index: usize) -> Vec<f64> {
    let filter = Filter::of(spec);
    let scale = (f64::from(spec.up) / f64::from(spec.down)).min(1.0);
    let mut row = vec![0.0; filter.tap_count];
    let center = index as f64 / filter.phase_count as f64 + (filter.tap_count / 2 - 1) as f64;
    fill_row(&mut row, center, &design(spec.quality), scale);
    row
}

fn shift(row: &[f32]) -> Shifted {
    let stride = (row.len() + LANES - 1).next_multiple_of(LANES);
    let mut rows = Vectors::zeros(LANES * stride);
    for zeros in 0..LANES {
        rows.floats_mut()[zeros * stride + zeros..][..row.len()].copy_from_slice(row);
    }
    Shifted { stride, rows }
}

fn fill_row(row: &mut [f64], center: f64, design: &Design, scale: f64) {
    let cutoff = scale * design.middle;
    let half = design.half_length / scale;
    let mut sum = 0.0;
    for (tap, weight) in row.iter_mut().enumerate() {
        let distance = center - tap as f64;
        *weight = sinc(cutoff * distance) * kaiser(distance / half, design.beta);
        sum += *weight;
    }
    for weight in row {
        *weight /= sum;
    }
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        1.0
    } else {
        (PI * x).sin() / (PI * x)
    }
}

/// The Kaiser window at `x` from -1 to 1, without its constant factor; 0 outside.
fn kaiser(x: f64, beta: f64) -> f64 {
    if x.abs() > 1.0 {
        0.0
    } else {
        bessel_i0(beta * (1.0 - x * x).sqrt())
    }
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let (mut term, mut sum, mut k) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= quarter / (k * k);
        sum += term;
        k += 1.0;
    }
    sum
}
