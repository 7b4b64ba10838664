import type { BiquadCoefficients } from './biquad-coefficients.js'

/** The transfer function on the unit circle: its size and its phase in radians. */
export function response(
  [b0, b1, b2, a1, a2]: BiquadCoefficients,
  frequencyHz: number,
  sampleRate: number,
): { size: number; phase: number } {
  const w = (2 * Math.PI * frequencyHz) / sampleRate
  const at = (c0: number, c1: number, c2: number): [number, number] => [
    c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w),
    -c1 * Math.sin(w) - c2 * Math.sin(2 * w),
  ]
  const [br, bi] = at(b0, b1, b2)
  const [ar, ai] = at(1, a1, a2)
  return {
    size: Math.hypot(br, bi) / Math.hypot(ar, ai),
    phase: Math.atan2(bi, br) - Math.atan2(ai, ar),
  }
}
