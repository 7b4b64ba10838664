//! ITU-T G.711 on the 16-bit scale. Where a value lies on the boundary of two codes, the upper one
//! is taken, as the ITU's reference software (G.191) does.

/// The bias that makes every segment of the µ-law begin at a power of two.
const MU_LAW_BIAS: i32 = 33;

/// The 16-bit value of an A-law code.
pub(super) fn expand_a_law(code: u8) -> i32 {
    let bits = i32::from(code ^ 0x55);
    let exponent = (bits >> 4) & 7;
    let step = (((bits & 15) + if exponent > 0 { 16 } else { 0 }) << 4) + 8;
    let magnitude = step << (exponent - 1).max(0);
    if bits & 0x80 != 0 {
        magnitude
    } else {
        -magnitude
    }
}

/// The A-law code of a whole number from -32768 to 32767.
pub(super) fn compress_a_law(value: i32) -> u8 {
    let magnitude = (if value < 0 { !value } else { value }) >> 4;
    let shift = if magnitude > 15 {
        27 - magnitude.leading_zeros()
    } else {
        0
    };
    let bits = (shift << 4) as u8 + (magnitude >> shift) as u8;
    bits ^ if value < 0 { 0x55 } else { 0xd5 }
}

/// The 16-bit value of a µ-law code.
pub(super) fn expand_mu_law(code: u8) -> i32 {
    let bits = i32::from(!code);
    let exponent = (bits >> 4) & 7;
    let magnitude = ((((bits & 15) << 1) + MU_LAW_BIAS) << (exponent + 2)) - (MU_LAW_BIAS << 2);
    if code < 0x80 { -magnitude } else { magnitude }
}

/// The µ-law code of a whole number from -32768 to 32767.
pub(super) fn compress_mu_law(value: i32) -> u8 {
    let magnitude = (((if value < 0 { !value } else { value }) >> 2) + MU_LAW_BIAS).min(0x1fff);
    let segment = 26 - magnitude.leading_zeros();
    let bits = (segment << 4) as u8 | ((magnitude >> (segment + 1)) & 15) as u8;
    bits ^ if value < 0 { 0x7f } else { 0xff }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_standard() {
        assert_eq!(
            [0xd5, 0x55, 0xaa, 0x2a].map(expand_a_law),
            [8, -8, 32_256, -32_256]
        );
        assert_eq!(
            [0xff, 0x7f, 0x80, 0x00].map(expand_mu_law),
            [0, 0, 32_124, -32_124]
        );
    }

    #[test]
    fn every_code_survives() {
        for code in 0..=255 {
            assert_eq!(compress_a_law(expand_a_law(code)), code);
            // Of the two zeros of the µ-law, the positive one is written.
            let expected = if code == 0x7f { 0xff } else { code };
            assert_eq!(compress_mu_law(expand_mu_law(code)), expected);
        }
    }

    #[test]
    fn the_nearest_code_is_taken() {
        for value in -32_768..32_768_i32 {
            for (expanded, range) in [
                (expand_a_law(compress_a_law(value)), 32_256 + 512),
                (expand_mu_law(compress_mu_law(value)), 32_124 + 644),
            ] {
                let error = (expanded - value).abs();
                assert!(
                    error <= 512 + 132 && value.abs() <= range,
                    "{value}: {expanded}"
                );
                assert!(error <= value.abs() / 16 + 8, "{value}: {expanded}");
            }
        }
    }
}
