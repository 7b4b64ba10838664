/**
 * The nearest whole number; a tie goes to the even one, so that rounding adds no offset. This is
 * the default rounding of IEEE 754 (`round_ties_even` in Rust, `lrint` in C), done by pushing the
 * fraction out of a 64-bit float: exact for magnitudes below 2^51, never -0, and larger values
 * stay large. NaN and infinities pass.
 */
export function roundHalfEven(value: number): number {
  return value + 0x18_0000_0000_0000 - 0x18_0000_0000_0000
}
