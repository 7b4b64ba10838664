/**
 * Writes one channel: `frameCount` samples of `planar` from the index `start` on, the first to byte
 * `at` of `view` and then every `step` bytes. All indexes are below 2^31. Returns how many did not fit the format.
 */
export type WriteSamples = (
  planar: Float32Array,
  start: number,
  frameCount: number,
  view: DataView,
  at: number,
  step: number,
  littleEndian: boolean,
) => number
