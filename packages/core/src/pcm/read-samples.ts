/**
 * Reads one channel: `frameCount` samples, the first at byte `at` of `view` and then every `step`
 * bytes, to `planar` from the index `start` on. All indexes are below 2^31. A `DataView` serves any
 * alignment and byte order.
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
