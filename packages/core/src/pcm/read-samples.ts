/**
 * Reads one channel: `frameCount` samples, the first at byte `at` of `view` and then every `step`
 * bytes, to `planar` from the index `start` on. All indexes are below 2^31. Such a loop over a `DataView` takes what one over
 * a typed array takes, and no alignment or byte order makes it slower.
 */
export type ReadSamples = (
  view: DataView,
  at: number,
  step: number,
  frameCount: number,
  planar: Float32Array,
  start: number,
  littleEndian: boolean,
) => void
