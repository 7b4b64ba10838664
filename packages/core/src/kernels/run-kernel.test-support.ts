import { type AudioFormat } from '../format/audio-format.js'
import { jsBackend } from './js-backend.js'
import type { KernelInstance, KernelSpec } from './kernel.js'

/** Makes a planar array of a function of channel and frame. */
export function planar(
  channelCount: number,
  frameCount: number,
  sample: (channel: number, frame: number) => number,
): Float32Array {
  return Float32Array.from({ length: channelCount * frameCount }, (_, index) =>
    sample(Math.floor(index / frameCount), index % frameCount),
  )
}

/** Seeded noise from -1 to 1: the same in every run. */
export function noise(channelCount: number, frameCount: number, seed = 1): Float32Array {
  let state = seed
  return planar(channelCount, frameCount, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return state / 2 ** 31
  })
}

/** A planar stretch of frames. */
export function slice(
  samples: Float32Array,
  channelCount: number,
  from: number,
  to: number,
): Float32Array {
  const frameCount = samples.length / channelCount
  return planar(
    channelCount,
    to - from,
    (channel, frame) => samples[channel * frameCount + from + frame] as number,
  )
}

/** Puts planar stretches one after the other. */
export function join(parts: readonly Float32Array[], channelCount: number): Float32Array {
  const frames = parts.map((part) => part.length / channelCount)
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  const total = joined.length / channelCount
  let at = 0
  for (const [index, part] of parts.entries()) {
    const count = frames[index] as number
    for (let channel = 0; channel < channelCount; channel++) {
      joined.set(part.subarray(channel * count, (channel + 1) * count), channel * total + at)
    }
    at += count
  }
  return joined
}

/** Executes one block, in place where the kernel can. */
export function runBlock(
  instance: KernelInstance,
  input: Float32Array,
  channelCount: number,
): Float32Array {
  const frameCount = input.length / channelCount
  const outFrames = instance.outputFrames(frameCount)
  const own = input.slice()
  const output =
    instance.inPlace && outFrames === frameCount
      ? own
      : new Float32Array(outFrames * instance.output.channelCount)
  instance.process(own, frameCount, output)
  return output
}

/** The kernel's tail. */
export function runFlush(instance: KernelInstance): Float32Array {
  const output = new Float32Array(instance.tailFrames() * instance.output.channelCount)
  instance.flush(output)
  return output
}

/** Executes a kernel over a whole signal, in blocks of the sizes given, over and over. */
export function runKernel(
  spec: KernelSpec,
  format: AudioFormat,
  input: Float32Array,
  blockSizes: readonly number[] = [Math.max(1, input.length)],
  position = 0,
): Float32Array {
  const instance = jsBackend.create(spec, format)
  instance.startAt(position)
  const total = input.length / format.channelCount
  const parts: Float32Array[] = []
  let done = 0
  for (let index = 0; done < total; index++) {
    const count = Math.min(blockSizes[index % blockSizes.length] as number, total - done)
    parts.push(
      runBlock(
        instance,
        slice(input, format.channelCount, done, done + count),
        format.channelCount,
      ),
    )
    done += count
  }
  parts.push(runFlush(instance))
  return join(parts, instance.output.channelCount)
}

/** The bits of samples, so that NaN, -0 and the last place count. */
export function bits(samples: Float32Array): Uint32Array {
  return new Uint32Array(samples.slice().buffer)
}

/** The level of one frequency in a signal, by a windowed correlation: 1 for a full-scale sine. */
export function toneLevel(samples: Float32Array, frequencyHz: number, sampleRate: number): number {
  let [real, imaginary, weight] = [0, 0, 0]
  for (const [index, sample] of samples.entries()) {
    const x = (index + 0.5) / samples.length
    // Blackman-Harris: side lobes 92 dB down, close to nothing a few bins away.
    const window =
      0.35875 -
      0.48829 * Math.cos(2 * Math.PI * x) +
      0.14128 * Math.cos(4 * Math.PI * x) -
      0.01168 * Math.cos(6 * Math.PI * x)
    const angle = (2 * Math.PI * frequencyHz * index) / sampleRate
    real += sample * window * Math.cos(angle)
    imaginary += sample * window * Math.sin(angle)
    weight += window
  }
  return (2 * Math.hypot(real, imaginary)) / weight
}
