/**
 * How many samples of a run are NaN. Writers only say how many samples did not fit; those runs, and
 * no others, are looked at again, so that the common case pays nothing.
 */
export function countNaN(samples: Float32Array, start: number, frameCount: number): number {
  let nans = 0
  for (let index = start; index < start + frameCount; index++) {
    if (Number.isNaN(samples[index])) nans++
  }
  return nans
}
