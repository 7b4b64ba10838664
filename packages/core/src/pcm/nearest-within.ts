/** The value in `[min, max]` that is nearest to a value; 0 for NaN. */
export function nearestWithin(value: number, min: number, max: number): number {
  if (value > max) return max
  if (value < min) return min
  return Number.isNaN(value) ? 0 : value
}
