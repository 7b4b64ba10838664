/**
 * Writes one channel: `frameCount` samples of `planar` from the index `start` on, the first to byte
 * `at` of `view` and then every `step` bytes. Returns how many did not fit the format.
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
