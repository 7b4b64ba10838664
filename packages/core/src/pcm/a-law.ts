/**
 * ITU-T G.711 A-law, on the 16-bit scale: the 13-bit values of the standard's table 1, times 8.
 * Expanded values are ±8 to ±32256; there is no zero.
 */

/** The 16-bit value of an A-law code of 0 to 255. */
export function expandALaw(code: number): number {
  // The standard inverts the even bits, so that silence has many edges to lock on to.
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const step = (((bits & 15) + (exponent > 0 ? 16 : 0)) << 4) + 8
  const magnitude = step << Math.max(0, exponent - 1)
  return (bits & 0x80) !== 0 ? magnitude : -magnitude
}

/**
 * The A-law code of a whole number from -32768 to 32767. Where a value lies on the boundary of
 * two codes, the upper one is taken, as the ITU's reference software (G.191) does.
 */
export function compressALaw(value: number): number {
  const magnitude = (value < 0 ? ~value : value) >> 4
  const shift = magnitude > 15 ? 27 - Math.clz32(magnitude) : 0
  return ((shift << 4) + (magnitude >> shift)) ^ (value < 0 ? 0x55 : 0xd5)
}
