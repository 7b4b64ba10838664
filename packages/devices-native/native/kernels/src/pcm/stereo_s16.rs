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
        // The other sample is shifted or masked away, and 65536 times more is divided out again.
        *lower = (word << 16) as f32 * (1.0 / 2_147_483_648.0);
        *upper = (word & !0xffff) as f32 * (1.0 / 2_147_483_648.0);
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

/// Frames that are written at a time: what they are made of is still at hand where some do not fit.
const CHUNK_FRAMES: usize = 2048;

#[inline(always)]
fn write_words(
    lower: &[f32],
    upper: &[f32],
    bytes: &mut [u8],
    bytes_of: impl Fn(u32) -> [u8; 4],
) -> u64 {
    let mut unfit = 0;
    let chunks = lower
        .chunks(CHUNK_FRAMES)
        .zip(upper.chunks(CHUNK_FRAMES))
        .zip(bytes.chunks_mut(4 * CHUNK_FRAMES));
    for ((lower, upper), bytes) in chunks {
        let frames = bytes.as_chunks_mut::<4>().0;
        if !write_fitting(lower, upper, frames, &bytes_of) {
            unfit += u64::from(write_held(lower, upper, frames, &bytes_of));
        }
    }
    unfit
}

/// Writes frames as if all samples fitted, and returns whether they did.
#[inline(always)]
fn write_fitting(
    lower: &[f32],
    upper: &[f32],
    frames: &mut [[u8; 4]],
    bytes_of: impl Fn(u32) -> [u8; 4],
) -> bool {
    let mut beyond = 0;
    for ((lower, upper), frame) in lower.iter().zip(upper).zip(frames) {
        let (lower, upper) = (code_bits(*lower), code_bits(*upper));
        beyond |= distance(lower) | distance(upper);
        *frame = bytes_of((lower & 0xffff) | (upper << 16));
    }
    beyond >> 16 == 0
}

/// 1.5 * 2^23 steps: the last bit of a 32-bit float of this size is worth one step.
const ROUNDING_STEPS: f32 = 384.0;

/// Bits whose lower half is the code of a sample that fits. Adding rounds to whole steps, of a tie
/// to the even one, and takes no longer for the smallest floats, as multiplying would.
#[inline(always)]
fn code_bits(sample: f32) -> u32 {
    (sample + ROUNDING_STEPS).to_bits()
}

/// How far above the lowest code a sample lies: less than 2^16 where it fits. Any other sum, NaN
/// too, has bits that are further away.
#[inline(always)]
fn distance(bits: u32) -> u32 {
    bits.wrapping_sub(ROUNDING_STEPS.to_bits() - 0x8000)
}

/// Writes any frames, clipped where they have to be, and returns how many samples did not fit.
#[inline(always)]
fn write_held(
    lower: &[f32],
    upper: &[f32],
    frames: &mut [[u8; 4]],
    bytes_of: impl Fn(u32) -> [u8; 4],
) -> u32 {
    let mut unfit = 0;
    for ((lower, upper), frame) in lower.iter().zip(upper).zip(frames) {
        let (lower, lower_missed) = to_short(*lower, 32_768);
        let (upper, upper_missed) = to_short(*upper, 32_768);
        *frame = bytes_of((lower as u32 & 0xffff) | ((upper as u32) << 16));
        unfit += u32::from(lower_missed) + u32::from(upper_missed);
    }
    unfit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_and_what_does_not() {
        for bits in (0..=u32::MAX).step_by(65_521) {
            let sample = f32::from_bits(bits);
            for other in [0.25, 2.0] {
                let (mut bytes, mut held) = ([0; 4], [[0; 4]]);
                let unfit = write_plain(&[sample], &[other], &mut bytes, false);
                let due = write_held(&[sample], &[other], &mut held, u32::to_le_bytes);
                assert_eq!((bytes, unfit), (held[0], u64::from(due)), "{sample}");
            }
        }
        for steps in -40_000..40_000 {
            let sample = steps as f32 / 32_768.0;
            for sample in [
                sample,
                sample.next_up(),
                sample.next_down(),
                sample + 0.5 / 32_768.0,
            ] {
                let (_, missed) = to_short(sample, 32_768);
                assert_eq!(distance(code_bits(sample)) >> 16 != 0, missed, "{sample}");
            }
        }
    }

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
