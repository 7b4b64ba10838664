//! How large samples are, by their bits: these are in the same order as the sizes themselves, then
//! come those of infinity and of NaN.

use crate::simd::widened;

/// The bits of 1.
pub(crate) const ONE: u32 = 0x3f80_0000;
/// The bits of infinity.
pub(crate) const INFINITE: u32 = 0x7f80_0000;
/// All but the sign.
const SIZE: u32 = 0x7fff_ffff;

widened! {
    /// The bits of the largest size.
    fn largest_bits(row: &[f32]) -> u32 {
        // As signed numbers, which vectors compare faster: the sign is gone anyway.
        row.iter().fold(0, |most: i32, x| most.max((x.to_bits() & SIZE) as i32)) as u32
    }
}
