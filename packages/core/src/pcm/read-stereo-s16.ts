/**
 * Reads interleaved 16-bit stereo, by far the most common PCM there is: one 32-bit load for each
 * frame, which is faster than a plain loop over an `Int16Array`. The left channel goes to `planar`
 * from `start` on, the right one from `start + stride`.
 */
export function readStereoS16(
  view: DataView,
  at: number,
  frameCount: number,
  planar: Float32Array,
  start: number,
  stride: number,
  littleEndian: boolean,
): void {
  // The sample that comes first is the lower half of a little-endian word, else the upper half.
  const lower = (littleEndian ? start : start + stride) | 0
  const upper = (littleEndian ? start + stride : start) | 0
  at |= 0
  frameCount |= 0
  for (let frame = 0; frame < frameCount; frame++, at += 4) {
    const pair = view.getInt32(at, littleEndian)
    planar[lower + frame] = ((pair << 16) >> 16) * (1 / 0x8000)
    planar[upper + frame] = (pair >> 16) * (1 / 0x8000)
  }
}
