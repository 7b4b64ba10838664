use super::PcmSampleFormat;
use super::companding::{compress_a_law, compress_mu_law};
use super::round::{to_long, to_short};

/// Writes one channel: its first sample to the beginning of `bytes`, the others every `step`.
/// Returns how many did not fit the format.
pub(super) fn write_channel(
    format: PcmSampleFormat,
    planar: &[f32],
    bytes: &mut [u8],
    step: usize,
) -> u64 {
    use PcmSampleFormat as F;
    match format {
        F::S8 => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_short(sample, 128);
            ([value as u8], unfit)
        }),
        F::U8 => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_short(sample, 128);
            ([(value + 128) as u8], unfit)
        }),
        F::S16le => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_short(sample, 32_768);
            ((value as i16).to_le_bytes(), unfit)
        }),
        F::S16be => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_short(sample, 32_768);
            ((value as i16).to_be_bytes(), unfit)
        }),
        F::S24le => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_long(sample, 1 << 23);
            let [a, b, c, _] = value.to_le_bytes();
            ([a, b, c], unfit)
        }),
        F::S24be => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_long(sample, 1 << 23);
            let [a, b, c, _] = value.to_le_bytes();
            ([c, b, a], unfit)
        }),
        F::S32le => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_long(sample, 1 << 31);
            (value.to_le_bytes(), unfit)
        }),
        F::S32be => each(planar, bytes, step, |sample| {
            let (value, unfit) = to_long(sample, 1 << 31);
            (value.to_be_bytes(), unfit)
        }),
        F::F32le => each(planar, bytes, step, |sample| (sample.to_le_bytes(), false)),
        F::F32be => each(planar, bytes, step, |sample| (sample.to_be_bytes(), false)),
        F::F64le => each(planar, bytes, step, |sample| {
            (f64::from(sample).to_le_bytes(), false)
        }),
        F::F64be => each(planar, bytes, step, |sample| {
            (f64::from(sample).to_be_bytes(), false)
        }),
        F::Alaw => each(planar, bytes, step, |sample| {
            let (value, unfit) = down_to_whole(sample);
            ([compress_a_law(value)], unfit)
        }),
        F::Mulaw => each(planar, bytes, step, |sample| {
            let (value, unfit) = down_to_whole(sample);
            ([compress_mu_law(value)], unfit)
        }),
    }
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
    convert: impl Fn(f32) -> ([u8; SIZE], bool),
) -> u64 {
    let mut unfit = 0;
    if step == SIZE {
        for (sample, place) in planar.iter().zip(bytes.as_chunks_mut::<SIZE>().0) {
            let (code, missed) = convert(*sample);
            *place = code;
            unfit += u64::from(missed);
        }
        return unfit;
    }
    for (sample, frame) in planar.iter().zip(bytes.chunks_mut(step)) {
        if let Some(place) = frame.first_chunk_mut::<SIZE>() {
            let (code, missed) = convert(*sample);
            *place = code;
            unfit += u64::from(missed);
        }
    }
    unfit
}
