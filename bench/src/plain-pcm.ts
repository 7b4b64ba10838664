/** The loop that one writes by hand: interleaved 16-bit stereo to planar floats. */
export function plainDecode(samples: Int16Array, planar: Float32Array): void {
  const frameCount = planar.length / 2
  for (let frame = 0; frame < frameCount; frame++) {
    planar[frame] = (samples[2 * frame] as number) / 0x8000
    planar[frameCount + frame] = (samples[2 * frame + 1] as number) / 0x8000
  }
}

/** And back: rounded and clipped, by what JavaScript has for it. */
export function plainEncode(planar: Float32Array, samples: Int16Array): void {
  const frameCount = planar.length / 2
  for (let frame = 0; frame < frameCount; frame++) {
    samples[2 * frame] = rounded(planar[frame] as number)
    samples[2 * frame + 1] = rounded(planar[frameCount + frame] as number)
  }
}

function rounded(sample: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * 0x8000)))
}
