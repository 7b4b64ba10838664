/**
 * Reads interleaved 16-bit stereo, by far the most common PCM there is: one 32-bit load for each
 * frame, and two frames a turn, which V8 makes about a sixth faster than one. The left channel goes
 * to `planar` from `start` on, the right one from `start + stride`.
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
  let frame = 0
  for (; frame < frameCount - 1; frame += 2, at += 8) {
    const pair = view.getInt32(at, littleEndian)
    const next = view.getInt32(at + 4, littleEndian)
    planar[lower + frame] = ((pair << 16) >> 16) * (1 / 0x8000)
    planar[lower + frame + 1] = ((next << 16) >> 16) * (1 / 0x8000)
    planar[upper + frame] = (pair >> 16) * (1 / 0x8000)
    planar[upper + frame + 1] = (next >> 16) * (1 / 0x8000)
  }
  if (frame < frameCount) {
    const pair = view.getInt32(at, littleEndian)
    planar[lower + frame] = ((pair << 16) >> 16) * (1 / 0x8000)
    planar[upper + frame] = (pair >> 16) * (1 / 0x8000)
  }
}
