/**
 * Added to a number and taken away again, it pushes the fraction out of a 64-bit float: what
 * remains is the nearest whole number, and of a tie the even one, so that rounding adds no offset.
 * This is the default rounding of IEEE 754 (`round_ties_even` in Rust, `lrint` in C), exact for
 * magnitudes below 2^51; larger ones stay large, and NaN and infinities pass.
 *
 * It is a number to write into an expression and not a function around one: a function that returns
 * whole numbers teaches V8 to expect integers, and loops that call it took a quarter longer. The
 * loops that write samples even repeat its digits, as V8 loads and checks a constant of a module
 * again in each turn of a loop that it has not inlined.
 */
export const roundingShift = 0x18_0000_0000_0000
