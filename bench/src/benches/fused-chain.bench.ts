import { Readable, Transform, Writable } from 'node:stream'
import { pipeline as nodePipeline } from 'node:stream/promises'
import {
  type AudioBuffer,
  type AudioFormat,
  type AudioProcessor,
  AudioSink,
  AudioSource,
  type BiquadSection,
  biquadCoefficients,
  gain,
  highPass,
  highShelf,
  levelMeter,
  limiter,
  lowShelf,
  peaking,
  pipeline,
} from '@patchcord/core'
import type { Bench, BenchCase } from '../harness.js'
import { type NativeKernels, nativeKernels } from '../native-kernels.js'
import { PlainLimiter, PlainMeter } from '../plain-dynamics.js'
import { plainBiquad, plainGain } from '../plain-kernels.js'
import { ranOn } from '../ran-on.js'

const format: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 1024
// Long enough that what the compiler takes at the start of each run does not count.
const items = 60_000

/** Copied into each buffer on both sides, so that what filters leave never dies away. */
const template = Float32Array.from(
  { length: 2 * frameCount },
  (_, index) => 0.8 * Math.sin(0.07 * index) + 0.1 * Math.sin(1.9 * index),
)

class TemplateSource extends AudioSource {
  private given = 0
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): AudioBuffer | null {
    if (this.given === items) return null
    const position = this.given++ * frameCount
    // Fields by name: `{ ...format, frameCount, position }` costs V8 more than four native gains.
    const { sampleRate, channelCount } = format
    const buffer = this.pool.acquire({ sampleRate, channelCount, frameCount, position })
    buffer.samples.set(template)
    return buffer
  }
}

class CountingSink extends AudioSink {
  frames = 0
  protected writeItem(buffer: AudioBuffer): void {
    this.frames += buffer.frameCount
  }
}

type Work = (samples: Float32Array) => void

/** Object streams as one writes them, in place, with one array for all items. */
async function peer(works: readonly Work[]): Promise<void> {
  const samples = new Float32Array(2 * frameCount)
  let given = 0
  let taken = 0
  const source = new Readable({
    objectMode: true,
    read() {
      if (given++ === items) this.push(null)
      else {
        samples.set(template)
        this.push({ samples })
      }
    },
  })
  const stages = works.map(
    (work) =>
      new Transform({
        objectMode: true,
        transform(item: { readonly samples: Float32Array }, _encoding, callback) {
          work(item.samples)
          callback(null, item)
        },
      }),
  )
  const sink = new Writable({
    objectMode: true,
    write(_item, _encoding, callback) {
      taken++
      callback()
    },
  })
  await nodePipeline([source, ...stages, sink])
  if (taken !== items) throw new Error('items were lost')
}

/** The gains leave the level as it is: an array that goes round must not grow. */
const gainsDb = [-1, 2, -3, 2] as const
const plainGainOf = (gainDb: number): Work => {
  const factor = 10 ** (gainDb / 20)
  return (samples) => plainGain(samples, factor, samples)
}

const sections = [
  { type: 'high-pass', frequencyHz: 80 },
  { type: 'low-shelf', frequencyHz: 200, gainDb: -2 },
  { type: 'peaking', frequencyHz: 1000, gainDb: -3, q: 1 },
  { type: 'high-shelf', frequencyHz: 8000, gainDb: 2 },
] as const satisfies readonly BiquadSection[]

const plainFilterOf = (section: BiquadSection): Work => {
  const coefficients = biquadCoefficients(section, format.sampleRate)
  const state = new Float64Array(8)
  return (samples) => plainBiquad(samples, frameCount, coefficients, state, samples)
}

type Options = NativeKernels['options']

interface Chain {
  readonly name: string
  readonly goal: number
  own(options: Options): [AudioProcessor, AudioProcessor, AudioProcessor, AudioProcessor]
  plain(): readonly Work[]
}

const chains: readonly Chain[] = [
  {
    name: '4 gains, 1024x2',
    goal: 12,
    own: (options) => [
      gain({ gainDb: gainsDb[0], ...options }),
      gain({ gainDb: gainsDb[1], ...options }),
      gain({ gainDb: gainsDb[2], ...options }),
      gain({ gainDb: gainsDb[3], ...options }),
    ],
    plain: () => gainsDb.map((gainDb) => plainGainOf(gainDb)),
  },
  {
    name: 'high-pass, gain, limiter, meter, 1024x2',
    goal: 5,
    own: (options) => [
      highPass({ frequencyHz: 80, ...options }),
      gain({ gainDb: 2, ...options }),
      limiter({ ceilingDb: -6, lookAheadMs: 5, releaseMs: 100, ...options }),
      levelMeter({ windowMs: 100, ...options }),
    ],
    plain() {
      const limit = new PlainLimiter(10 ** (-6 / 20), 240, 1 - Math.exp(-1 / 4800))
      const meter = new PlainMeter(4800)
      return [
        plainFilterOf(sections[0]),
        plainGainOf(2),
        (samples) => limit.process(samples),
        (samples) => meter.process(samples),
      ]
    },
  },
  {
    name: '4 biquads, 1024x2',
    goal: 4,
    own: (options) => [
      highPass({ frequencyHz: 80, ...options }),
      lowShelf({ frequencyHz: 200, gainDb: -2, ...options }),
      peaking({ frequencyHz: 1000, gainDb: -3, q: 1, ...options }),
      highShelf({ frequencyHz: 8000, gainDb: 2, ...options }),
    ],
    plain: () => sections.map((section) => plainFilterOf(section)),
  },
]

function caseOf({ name, goal, own, plain }: Chain, native: NativeKernels): BenchCase {
  let backend: string | undefined
  return {
    name,
    unit: 'us/buffer',
    count: items,
    async ours() {
      const sink = new CountingSink()
      const run = pipeline(new TemplateSource(), ...own(native.options), sink)
      backend = ranOn(await run.finished, native)
      if (sink.frames < items * frameCount) throw new Error('frames were lost')
    },
    peer: () => peer(plain()),
    peerName: '4 JS transforms',
    backend: () => String(backend),
    goal,
  }
}

/** Four kernels in a pipeline beside the same work in streams that one writes by hand. */
export const bench: Bench = {
  name: 'fused-chain',
  async cases() {
    const native = await nativeKernels()
    return chains.map((chain) => caseOf(chain, native))
  },
}
