//! Rounding to whole numbers by adding a large one: what remains is the nearest whole number, and of
//! a tie the even one. It needs no instruction that the oldest processors lack, and vectorizes.

/// 1.5 * 2^52: pushes the fraction out of a 64-bit float of up to 2^51.
pub(super) const ROUNDING_SHIFT: f64 = 6_755_399_441_055_744.0;

/// 1.5 * 2^23: the same for a 32-bit float of up to 2^22.
const ROUNDING_SHIFT_32: f32 = 12_582_912.0;

/// A sample as a whole number of steps within the range of a format of up to 16 bits, and whether
/// it did not fit. NaN does not fit and becomes 0.
#[inline(always)]
pub(super) fn to_short(sample: f32, full_scale: i32) -> (i32, bool) {
    // One step beyond the range is enough to see what does not fit. Multiplying is exact.
    let (lowest, highest) = ((-full_scale - 1) as f32, full_scale as f32);
    let steps = sample * full_scale as f32;
    let steps = if steps < lowest { lowest } else { steps };
    let steps = if steps > highest { highest } else { steps };
    let nan = sample.is_nan();
    let shifted = if nan { 0.0 } else { steps } + ROUNDING_SHIFT_32;
    let rounded = shifted.to_bits() as i32 - ROUNDING_SHIFT_32.to_bits() as i32;
    let held = rounded.clamp(-full_scale, full_scale - 1);
    (held, nan | (held != rounded))
}

/// The same for more bits, in 64-bit floats.
#[inline(always)]
pub(super) fn to_long(sample: f32, full_scale: i64) -> (i32, bool) {
    let (lowest, highest) = ((-full_scale - 1) as f64, full_scale as f64);
    let steps = f64::from(sample) * full_scale as f64;
    if steps.is_nan() {
        return (0, true);
    }
    let shifted = steps.clamp(lowest, highest) + ROUNDING_SHIFT;
    let rounded = shifted.to_bits() as i64 - ROUNDING_SHIFT.to_bits() as i64;
    let held = rounded.clamp(-full_scale, full_scale - 1);
    (held as i32, held != rounded)
}

/// A sample that fits a format of up to 16 bits as a whole number of steps, and 0; of one that does
/// not fit, a wrong number and not 0.
///
/// Adding a number of which the last bit is worth one step rounds as [`to_short`] does, and takes no
/// longer for the smallest floats, as multiplying would. What fits comes out next to that number; any
/// other sum, NaN too, has bits that are further away.
#[inline(always)]
pub(super) fn near_short(sample: f32, full_scale: i32) -> (i32, u32) {
    let zero = ROUNDING_SHIFT_32 / full_scale as f32;
    let steps = (sample + zero).to_bits().wrapping_sub(zero.to_bits());
    let full_scale = full_scale as u32;
    (
        steps as i32,
        steps.wrapping_add(full_scale) & !(2 * full_scale - 1),
    )
}

/// The same for more bits, in 64-bit floats.
#[inline(always)]
pub(super) fn near_long(sample: f32, full_scale: i64) -> (i32, u32) {
    let zero = ROUNDING_SHIFT / full_scale as f64;
    let steps = (f64::from(sample) + zero)
        .to_bits()
        .wrapping_sub(zero.to_bits());
    let full_scale = full_scale as u64;
    let far = steps.wrapping_add(full_scale) & !(2 * full_scale - 1);
    (steps as i32, (far | far >> 32) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What takes no decisions has to see what does not fit, and to be right about all else.
    fn check_near(near: (i32, u32), due: (i32, bool), sample: f32) {
        assert_eq!(near.1 != 0, due.1, "{sample}");
        assert!(due.1 || near.0 == due.0, "{sample}: {near:?}, not {due:?}");
    }

    /// As core's loops say it.
    fn reference(sample: f32, full_scale: f64) -> (i32, bool) {
        let steps = (f64::from(sample) * full_scale).round_ties_even();
        if steps.is_nan() {
            return (0, true);
        }
        let held = steps.clamp(-full_scale, full_scale - 1.0);
        (held as i32, held != steps)
    }

    #[test]
    fn ties_go_to_the_even_number_and_the_ends_hold() {
        for bits in [8, 16, 24, 32] {
            let full_scale = 1_i64 << (bits - 1);
            let scale = full_scale as f32;
            let ends = [-1.0, 1.0].map(|end| end * scale);
            let near = (-4..=4).flat_map(|quarter| {
                let off = quarter as f32 / 4.0;
                [
                    off,
                    3.0 + off,
                    ends[0] + off,
                    ends[1] + off,
                    ends[1] - 1.0 + off,
                ]
            });
            let odd = [
                f32::NAN,
                -f32::NAN,
                f32::INFINITY,
                f32::MIN,
                f32::MAX,
                -0.0,
                1e-42,
            ];
            for sample in near.map(|steps| steps / scale).chain(odd) {
                let expected = reference(sample, full_scale as f64);
                assert_eq!(to_long(sample, full_scale), expected, "{sample} of {bits}");
                check_near(near_long(sample, full_scale), expected, sample);
                if bits <= 16 {
                    check_near(near_short(sample, full_scale as i32), expected, sample);
                    assert_eq!(
                        to_short(sample, full_scale as i32),
                        expected,
                        "{sample} of {bits}"
                    );
                }
            }
        }
    }

    #[test]
    fn all_floats_of_a_stride_agree() {
        for bits in (0..=u32::MAX).step_by(65_521) {
            let sample = f32::from_bits(bits);
            check_near(
                near_short(sample, 32_768),
                reference(sample, 32_768.0),
                sample,
            );
            check_near(near_short(sample, 128), reference(sample, 128.0), sample);
            for full_scale in [1 << 23, 1 << 31] {
                let due = reference(sample, full_scale as f64);
                check_near(near_long(sample, full_scale), due, sample);
            }
            assert_eq!(to_short(sample, 32_768), reference(sample, 32_768.0));
            assert_eq!(to_short(sample, 128), reference(sample, 128.0));
            assert_eq!(to_long(sample, 1 << 31), reference(sample, 2_147_483_648.0));
        }
    }
}
