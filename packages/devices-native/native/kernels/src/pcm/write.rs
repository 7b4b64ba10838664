use super::PcmSampleFormat;
use super::companding::{compress_a_law, compress_mu_law};
use super::round::{near_long, near_short, to_long, to_short};
use crate::simd::widened;

widened! {
    /// Writes one channel: its first sample to the beginning of `bytes`, the others every `step`.
    /// Returns how many did not fit the format.
    fn write_channel(format: PcmSampleFormat, planar: &[f32], bytes: &mut [u8], step: usize) -> u64 {
        use PcmSampleFormat as F;
        match format {
            F::S8 => short(planar, bytes, step, 128, |value| [value as u8]),
            F::U8 => short(planar, bytes, step, 128, |value| [(value + 128) as u8]),
            F::S16le => short(planar, bytes, step, 32_768, |value| (value as i16).to_le_bytes()),
            F::S16be => short(planar, bytes, step, 32_768, |value| (value as i16).to_be_bytes()),
            F::S24le => long(planar, bytes, step, 1 << 23, |value| {
                let [low, middle, high, _] = value.to_le_bytes();
                [low, middle, high]
            }),
            F::S24be => long(planar, bytes, step, 1 << 23, |value| {
                let [low, middle, high, _] = value.to_le_bytes();
                [high, middle, low]
            }),
            F::S32le => long(planar, bytes, step, 1 << 31, i32::to_le_bytes),
            F::S32be => long(planar, bytes, step, 1 << 31, i32::to_be_bytes),
            F::F32le => float(planar, bytes, step, f32::to_le_bytes),
            F::F32be => float(planar, bytes, step, f32::to_be_bytes),
            F::F64le => float(planar, bytes, step, |sample| f64::from(sample).to_le_bytes()),
            F::F64be => float(planar, bytes, step, |sample| f64::from(sample).to_be_bytes()),
            F::Alaw => companded(planar, bytes, step, compress_a_law),
            F::Mulaw => companded(planar, bytes, step, compress_mu_law),
        }
    }
}

/// Integers of up to 16 bits.
#[inline(always)]
fn short<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    full_scale: i32,
    code: impl Fn(i32) -> [u8; SIZE],
) -> u64 {
    let near = |sample| near_short(sample, full_scale);
    rounded(
        planar,
        bytes,
        step,
        near,
        |sample| to_short(sample, full_scale),
        code,
    )
}

/// Integers of more bits.
#[inline(always)]
fn long<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    full_scale: i64,
    code: impl Fn(i32) -> [u8; SIZE],
) -> u64 {
    let near = |sample| near_long(sample, full_scale);
    rounded(
        planar,
        bytes,
        step,
        near,
        |sample| to_long(sample, full_scale),
        code,
    )
}

/// Samples that are written at a time: what they are made of is still at hand where some do not fit.
const CHUNK: usize = 512;

/// Writes samples as if all fitted, which takes no decisions, and where some do not, once more.
#[inline(always)]
fn rounded<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    near: impl Fn(f32) -> (i32, u32),
    held: impl Fn(f32) -> (i32, bool),
    code: impl Fn(i32) -> [u8; SIZE],
) -> u64 {
    let mut unfit = 0;
    for (planar, bytes) in planar.chunks(CHUNK).zip(bytes.chunks_mut(CHUNK * step)) {
        let mut beyond = 0;
        each(planar, bytes, step, |sample| {
            let (value, far) = near(sample);
            beyond |= far;
            code(value)
        });
        if beyond == 0 {
            continue;
        }
        each(planar, bytes, step, |sample| {
            let (value, missed) = held(sample);
            unfit += u64::from(missed);
            code(value)
        });
    }
    unfit
}

#[inline(always)]
fn float<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    code: impl Fn(f32) -> [u8; SIZE],
) -> u64 {
    each(planar, bytes, step, code);
    0
}

#[inline(always)]
fn companded(planar: &[f32], bytes: &mut [u8], step: usize, compress: impl Fn(i32) -> u8) -> u64 {
    let mut unfit = 0;
    each(planar, bytes, step, |sample| {
        let (value, missed) = down_to_whole(sample);
        unfit += u64::from(missed);
        [compress(value)]
    });
    unfit
}

/// The boundaries between the codes of G.711 lie at whole 16-bit values: rounding to the nearest
/// one first would move them.
fn down_to_whole(sample: f32) -> (i32, bool) {
    let value = (sample * 32_768.0).floor();
    if (-32_768.0..=32_767.0).contains(&value) {
        (value as i32, false)
    } else {
        // A cast makes 0 of NaN.
        ((value as i32).clamp(-32_768, 32_767), true)
    }
}

#[inline(always)]
fn each<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    mut code: impl FnMut(f32) -> [u8; SIZE],
) {
    if step == SIZE {
        // Without a gap, which the compiler has to know to make vectors of it.
        for (sample, place) in planar.iter().zip(bytes.as_chunks_mut::<SIZE>().0) {
            *place = code(*sample);
        }
        return;
    }
    if step == 2 * SIZE {
        // Stereo, by far the most common: a step that the compiler knows.
        strided(planar, bytes, 2 * SIZE, code);
    } else {
        strided(planar, bytes, step, code);
    }
}

#[inline(always)]
fn strided<const SIZE: usize>(
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
    mut code: impl FnMut(f32) -> [u8; SIZE],
) {
    // Behind the last sample there may be less than a step.
    let Some((last, others)) = planar.split_last() else {
        return;
    };
    let (frames, rest) = bytes.split_at_mut(others.len() * step);
    for (sample, frame) in others.iter().zip(frames.chunks_exact_mut(step)) {
        if let Some(place) = frame.first_chunk_mut::<SIZE>() {
            *place = code(*sample);
        }
    }
    if let Some(place) = rest.first_chunk_mut::<SIZE>() {
        *place = code(*last);
    }
}
