/** What stands for a value that does not lie in `[min, max]`: the nearer end, or 0 for NaN. */
export function nearestWithin(value: number, min: number, max: number): number {
  return value > max ? max : value < min ? min : 0
}
