/** The value that the given share of the values, 0 to 1, does not exceed. */
export function percentile(values: Float64Array, share: number): number {
  const value = values.toSorted()[Math.max(0, Math.ceil(share * values.length) - 1)]
  if (value === undefined) throw new RangeError('no percentile of nothing')
  return value
}
