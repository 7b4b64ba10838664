//! What a limiter does with all samples of a chunk.

use crate::simd::widened;

widened! {
    /// Raises peaks to the sizes of samples; those that are not finite have none.
    fn raise_peaks(peaks: &mut [f32], row: &[f32]) {
        for (peak, x) in peaks.iter_mut().zip(row) {
            let size = x.abs();
            *peak = if size > *peak && size < f32::INFINITY { size } else { *peak };
        }
    }
}

widened! {
    /// The gains that frames ask for.
    fn ask(gains: &mut [f64], peaks: &[f32], ceiling: f64) {
        for (gain, &peak) in gains.iter_mut().zip(peaks) {
            let peak = f64::from(peak);
            let asked = ceiling / peak;
            *gain = if peak > ceiling { asked } else { 1.0 };
        }
    }
}

widened! {
    /// Makes +0 of NaN and infinities.
    fn silence_what_is_not_finite(row: &mut [f32]) {
        for sample in row {
            *sample = if sample.abs() < f32::INFINITY { *sample } else { 0.0 };
        }
    }
}

widened! {
    /// Multiplies each sample by its own gain.
    fn turn_down(row: &mut [f32], gains: &[f64]) {
        for (sample, gain) in row.iter_mut().zip(gains) {
            *sample = (f64::from(*sample) * gain) as f32;
        }
    }
}

widened! {
    /// The smallest of gains, 1 at most.
    fn lowest_of(gains: &[f64]) -> f64 {
        let lower = |a: f64, b: f64| if a < b { a } else { b };
        // Side by side, so that none waits for the one before it.
        let mut lanes = [1.0; 8];
        let (groups, rest) = gains.as_chunks::<8>();
        for group in groups {
            for (lane, &gain) in lanes.iter_mut().zip(group) {
                *lane = lower(gain, *lane);
            }
        }
        lanes.iter().chain(rest).fold(1.0, |lowest, &gain| lower(gain, lowest))
    }
}
