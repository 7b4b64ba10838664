/**
 * ITU-T G.711 µ-law, on the 16-bit scale: the 14-bit values of the standard's table 2, times 4.
 * Expanded values are 0 to ±32124; two codes, 0xff and 0x7f, mean zero.
 */

/** The bias that makes every segment of the curve begin at a power of two. */
const bias = 33

/** The 16-bit value of a µ-law code of 0 to 255. */
export function expandMuLaw(code: number): number {
  const bits = ~code
  const exponent = (bits >> 4) & 7
  const magnitude = ((((bits & 15) << 1) + bias) << (exponent + 2)) - (bias << 2)
  return code < 0x80 ? 0 - magnitude : magnitude
}

/**
 * The µ-law code of a whole number from -32768 to 32767. Where a value lies on the boundary of
 * two codes, the upper one is taken, as the ITU's reference software (G.191) does. Zero becomes
 * 0xff.
 */
export function compressMuLaw(value: number): number {
  const magnitude = Math.min(((value < 0 ? ~value : value) >> 2) + bias, 0x1fff)
  const segment = 26 - Math.clz32(magnitude)
  const bits = (segment << 4) | ((magnitude >> (segment + 1)) & 15)
  return bits ^ (value < 0 ? 0x7f : 0xff)
}
