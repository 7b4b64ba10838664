use super::PcmSampleFormat;
use super::companding::{expand_a_law, expand_mu_law};
use crate::simd::widened;

widened! {
    /// Reads one channel: its first sample lies at the beginning of `bytes`, the others every `step`.
    fn read_channel(format: PcmSampleFormat, bytes: &[u8], step: usize, planar: &mut [f32]) {
        use PcmSampleFormat as F;
        match format {
            F::S8 => each(bytes, step, planar, |[byte]| f32::from(byte as i8) / 128.0),
            F::U8 => each(bytes, step, planar, |[byte]| {
                (f32::from(byte) - 128.0) / 128.0
            }),
            F::S16le => each(bytes, step, planar, |sample| {
                f32::from(i16::from_le_bytes(sample)) / 32_768.0
            }),
            F::S16be => each(bytes, step, planar, |sample| {
                f32::from(i16::from_be_bytes(sample)) / 32_768.0
            }),
            F::S24le => each(bytes, step, planar, |[a, b, c]| from_s24(a, b, c)),
            F::S24be => each(bytes, step, planar, |[c, b, a]| from_s24(a, b, c)),
            F::S32le => each(bytes, step, planar, |sample| {
                i32::from_le_bytes(sample) as f32 / 2_147_483_648.0
            }),
            F::S32be => each(bytes, step, planar, |sample| {
                i32::from_be_bytes(sample) as f32 / 2_147_483_648.0
            }),
            F::F32le => each(bytes, step, planar, f32::from_le_bytes),
            F::F32be => each(bytes, step, planar, f32::from_be_bytes),
            F::F64le => each(bytes, step, planar, |sample| {
                f64::from_le_bytes(sample) as f32
            }),
            F::F64be => each(bytes, step, planar, |sample| {
                f64::from_be_bytes(sample) as f32
            }),
            F::Alaw => each(bytes, step, planar, |[code]| {
                expand_a_law(code) as f32 / 32_768.0
            }),
            F::Mulaw => each(bytes, step, planar, |[code]| {
                expand_mu_law(code) as f32 / 32_768.0
            }),
        }
    }
}

#[inline(always)]
fn from_s24(low: u8, middle: u8, high: u8) -> f32 {
    // The sign comes along at the top, and 256 times more is divided out again.
    i32::from_le_bytes([0, low, middle, high]) as f32 / 2_147_483_648.0
}

#[inline(always)]
fn each<const SIZE: usize>(
    bytes: &[u8],
    step: usize,
    planar: &mut [f32],
    convert: impl Fn([u8; SIZE]) -> f32,
) {
    if step == SIZE {
        // Without a gap, which the compiler has to know to make vectors of it.
        for (sample, code) in planar.iter_mut().zip(bytes.as_chunks::<SIZE>().0) {
            *sample = convert(*code);
        }
        return;
    }
    if step == 2 * SIZE {
        // Stereo, by far the most common: a step that the compiler knows.
        strided(bytes, 2 * SIZE, planar, convert);
    } else {
        strided(bytes, step, planar, convert);
    }
}

#[inline(always)]
fn strided<const SIZE: usize>(
    bytes: &[u8],
    step: usize,
    planar: &mut [f32],
    convert: impl Fn([u8; SIZE]) -> f32,
) {
    // Behind the last sample there may be less than a step.
    let Some((last, others)) = planar.split_last_mut() else {
        return;
    };
    let (frames, rest) = bytes.split_at(others.len() * step);
    for (sample, frame) in others.iter_mut().zip(frames.chunks_exact(step)) {
        if let Some(code) = frame.first_chunk::<SIZE>() {
            *sample = convert(*code);
        }
    }
    if let Some(code) = rest.first_chunk::<SIZE>() {
        *last = convert(*code);
    }
}
