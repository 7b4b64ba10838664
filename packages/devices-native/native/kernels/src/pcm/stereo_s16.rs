//! Interleaved 16-bit stereo, by far the most common PCM there is: a frame is one 32-bit word. The
//! loops are plain; where the processor has AVX2, they are compiled for it as well.

use super::round::to_short;

/// Reads frames to two channels of the same length.
pub(super) fn read(bytes: &[u8], big_endian: bool, left: &mut [f32], right: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { read_avx2(bytes, big_endian, left, right) };
    }
    read_plain(bytes, big_endian, left, right);
}

/// Writes the frames of two channels of the same length, and returns how many samples did not fit.
pub(super) fn write(left: &[f32], right: &[f32], bytes: &mut [u8], big_endian: bool) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { write_avx2(left, right, bytes, big_endian) };
    }
    write_plain(left, right, bytes, big_endian)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn read_avx2(bytes: &[u8], big_endian: bool, left: &mut [f32], right: &mut [f32]) {
    read_plain(bytes, big_endian, left, right);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn write_avx2(left: &[f32], right: &[f32], bytes: &mut [u8], big_endian: bool) -> u64 {
    write_plain(left, right, bytes, big_endian)
}

#[inline(always)]
fn read_plain(bytes: &[u8], big_endian: bool, left: &mut [f32], right: &mut [f32]) {
    // The sample that comes first is the lower half of a little-endian word, else the upper half.
    if big_endian {
        read_words(bytes, u32::from_be_bytes, right, left);
    } else {
        read_words(bytes, u32::from_le_bytes, left, right);
    }
}

#[inline(always)]
fn read_words(
    bytes: &[u8],
    word_of: impl Fn([u8; 4]) -> u32,
    lower: &mut [f32],
    upper: &mut [f32],
) {
    for ((frame, lower), upper) in bytes.as_chunks::<4>().0.iter().zip(lower).zip(upper) {
        let word = word_of(*frame) as i32;
        *lower = ((word << 16) >> 16) as f32 * (1.0 / 32_768.0);
        *upper = (word >> 16) as f32 * (1.0 / 32_768.0);
    }
}

#[inline(always)]
fn write_plain(left: &[f32], right: &[f32], bytes: &mut [u8], big_endian: bool) -> u64 {
    if big_endian {
        write_words(right, left, bytes, u32::to_be_bytes)
    } else {
        write_words(left, right, bytes, u32::to_le_bytes)
    }
}

/// Frames whose misfits are counted in 32 bits, so that a vector holds as many counts as samples.
const COUNTED_FRAMES: usize = 1 << 16;

#[inline(always)]
fn write_words(
    lower: &[f32],
    upper: &[f32],
    bytes: &mut [u8],
    bytes_of: impl Fn(u32) -> [u8; 4],
) -> u64 {
    let mut total = 0;
    let runs = lower
        .chunks(COUNTED_FRAMES)
        .zip(upper.chunks(COUNTED_FRAMES))
        .zip(bytes.chunks_mut(4 * COUNTED_FRAMES));
    for ((lower, upper), bytes) in runs {
        let mut unfit = 0_u32;
        for ((lower, upper), frame) in lower.iter().zip(upper).zip(bytes.as_chunks_mut::<4>().0) {
            let (lower, lower_missed) = to_short(*lower, 32_768);
            let (upper, upper_missed) = to_short(*upper, 32_768);
            *frame = bytes_of((lower as u32 & 0xffff) | ((upper as u32) << 16));
            unfit += u32::from(lower_missed) + u32::from(upper_missed);
        }
        total += u64::from(unfit);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_and_plain_loops_agree() {
        let odd = [
            0.99999,
            -1.0,
            1.0,
            f32::NAN,
            0.5 / 32_768.0,
            -1.5,
            f32::INFINITY,
        ];
        for frame_count in 0..70 {
            let sample = |index: usize| odd[index % 7] * (1.0 - index as f32 / 90.0);
            let left: Vec<f32> = (0..frame_count).map(sample).collect();
            let right: Vec<f32> = (3..frame_count + 3).map(sample).collect();
            for big_endian in [false, true] {
                let mut bytes = vec![0; 4 * frame_count];
                let mut plain_bytes = bytes.clone();
                let unfit = write(&left, &right, &mut bytes, big_endian);
                assert_eq!(
                    write_plain(&left, &right, &mut plain_bytes, big_endian),
                    unfit
                );
                assert_eq!(bytes, plain_bytes);

                let mut planes = vec![0.0; 4 * frame_count];
                let (vectors, plain) = planes.split_at_mut(2 * frame_count);
                let (a, b) = vectors.split_at_mut(frame_count);
                read(&bytes, big_endian, a, b);
                let (c, d) = plain.split_at_mut(frame_count);
                read_plain(&bytes, big_endian, c, d);
                assert_eq!((a, b), (c, d));
            }
        }
    }
}
