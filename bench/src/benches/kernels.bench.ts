import {
  type BiquadCoefficients,
  type KernelSpec,
  biquadCoefficients,
  jsBackend,
} from '@patchcord/core'
import type { Bench, BenchCase } from '../harness.js'
import { plainBiquad, plainGain } from '../plain-kernels.js'

const format = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 480
const calls = 4000
const gain = 0.7
const highPass = biquadCoefficients({ type: 'high-pass', frequencyHz: 80 }, format.sampleRate)

/** Several, as one block again and again has an address that V8 compiles into the loop. */
const blocks = Array.from({ length: 8 }, (_block, seed) =>
  Float32Array.from({ length: 2 * frameCount }, (_, index) => 1.2 * Math.sin(0.07 * index + seed)),
)

/** `calls` blocks through a kernel. What it measures on the way is taken after each. */
function ours(spec: KernelSpec): () => void {
  const kernel = jsBackend.create(spec, format)
  const output = new Float32Array(2 * frameCount)
  return () => {
    for (let index = 0; index < calls; index++) {
      const length = 2 * kernel.outputFrames(frameCount)
      kernel.process(
        blocks[index % blocks.length] as Float32Array,
        frameCount,
        length === output.length ? output : output.subarray(0, length),
      )
      kernel.takeReadings?.()
    }
  }
}

function peer(work: (input: Float32Array, output: Float32Array) => void): () => void {
  const output = new Float32Array(2 * frameCount)
  return () => {
    for (let index = 0; index < calls; index++) {
      work(blocks[index % blocks.length] as Float32Array, output)
    }
  }
}

function plainFilter(coefficients: BiquadCoefficients): () => void {
  const state = new Float64Array(8)
  return peer((input, output) => plainBiquad(input, frameCount, coefficients, state, output))
}

/** The arithmetic of the TypeScript backend, without ports around it. */
export const bench: Bench = {
  name: 'kernels',
  cases() {
    const common = { unit: 'us/block', count: calls }
    const alone = { ...common, peer: null, peerName: null } satisfies Partial<BenchCase>
    const plain = { ...common, peerName: 'a plain loop' }
    return [
      {
        name: 'gain, 480x2',
        ...plain,
        ours: ours({ kernel: 'gain', gain, rampFrames: 0 }),
        peer: peer((input, output) => plainGain(input, gain, output)),
      },
      {
        name: 'biquad, 480x2',
        ...plain,
        ours: ours({ kernel: 'biquad', sections: [highPass], rampFrames: 0 }),
        peer: plainFilter(highPass),
      },
      {
        name: 'limiter at work, 5 ms ahead, 480x2',
        ...alone,
        ours: ours({
          kernel: 'limiter',
          ceiling: 0.5,
          lookAheadFrames: 240,
          releaseCoefficient: 1 - Math.exp(-1 / 4800),
        }),
      },
      {
        name: 'resample 48 to 44.1 kHz, 480x2',
        ...alone,
        ours: ours({
          kernel: 'resample',
          sampleRate: 44_100,
          up: 147,
          down: 160,
          quality: 'good',
          adjustable: false,
          correctionPpm: 0,
        }),
      },
      {
        name: 'level meter, 100 ms, 480x2',
        ...alone,
        ours: ours({ kernel: 'levelMeter', windowFrames: 4800 }),
      },
    ]
  },
}
