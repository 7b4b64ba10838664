/**
 * The sum of `tapCount` frames of a line from `start` on, weighted with those of `rows` from `row`
 * on: tap `t` is added to sum `t mod 4`, and these are added in pairs.
 *
 * @internal
 */
export function dot(
  line: Float64Array,
  start: number,
  rows: Float64Array,
  row: number,
  tapCount: number,
): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let tap = 0; tap < tapCount; tap += 4) {
    const x = start + tap
    const h = row + tap
    s0 += (line[x] as number) * (rows[h] as number)
    s1 += (line[x + 1] as number) * (rows[h + 1] as number)
    s2 += (line[x + 2] as number) * (rows[h + 2] as number)
    s3 += (line[x + 3] as number) * (rows[h + 3] as number)
  }
  return s0 + s1 + (s2 + s3)
}
