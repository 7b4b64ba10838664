import { PassThrough, Readable } from 'node:stream'
import * as core from '@patchcord/core'
import { collectSink, sine } from '@patchcord/testkit'
import {
  type ContractCase,
  processorContract,
  sinkContract,
  sourceContract,
} from '@patchcord/testkit/contracts'
import { sampleBuffers } from '../src/contracts/sample-items.js'

const { AudioBuffer, BufferPool } = core

/** One port factory of core. */
export interface PortEntry {
  /** The factory's name, as core exports it. */
  readonly factory: string
  /** What is special about the subject, where a factory has several. */
  readonly variant?: string
  readonly cases: readonly ContractCase[]
}

const stereo = { sampleRate: 48_000, channelCount: 2 }
const anyChunks = { ignoresChunking: true }
const packet = { takes: 'packet' } as const

function* buffers(count: number): Generator<core.AudioBuffer> {
  yield* sampleBuffers(count, new BufferPool())
}

function byteStream(): Readable {
  return Readable.from(Array.from({ length: 12 }, () => new Uint8Array(1921)))
}

/** Twelve buffers from a producer that cannot be asked. */
class Pushing extends core.PushSource {
  protected open(): core.AudioFormat {
    const next = (index: number): void => {
      if (index === 12) return this.endItems()
      const samples = new Float32Array(960).fill(0.25)
      this.deliverItem(new AudioBuffer({ ...stereo, samples, position: index * 480 }))
      this.clock.schedule(10, () => this.state !== 'closed' && next(index + 1))
    }
    next(0)
    return stereo
  }
}

/** Every port of core but those of `wavPorts`, one line each. */
export function corePorts(): readonly PortEntry[] {
  return [
    {
      factory: 'source',
      cases: sourceContract((o) => core.source(buffers(10), o), {
        frameCount: 4800,
        makeEmpty: (o) => core.source([], { ...o, format: stereo }),
      }),
    },
    {
      factory: 'bufferSource',
      cases: sourceContract((o) => core.bufferSource([...buffers(10)], o), { frameCount: 4800 }),
    },
    {
      factory: 'PushSource',
      cases: sourceContract((o) => new Pushing({ ...o, capacityItems: 64 })),
    },
    {
      factory: 'mix',
      cases: sourceContract(
        (o) =>
          core.mix([sine({ ...stereo, durationMs: 100 }), sine({ ...stereo, durationMs: 100 })], {
            ...o,
            framesPerBuffer: 480,
          }),
        { frameCount: 4800 },
      ),
    },
    {
      factory: 'merge',
      cases: sourceContract(
        (o) =>
          core.merge([sine({ durationMs: 100 }), sine({ durationMs: 100 })], {
            ...o,
            framesPerBuffer: 480,
          }),
        { frameCount: 4800 },
      ),
    },
    {
      factory: 'pcmSource',
      cases: sourceContract(
        (o) =>
          core.pcmSource(byteStream(), {
            ...o,
            ...stereo,
            sampleFormat: 's16le',
            framesPerBuffer: 480,
          }),
        { frameCount: 5763 },
      ),
    },
    {
      factory: 'processor',
      cases: processorContract((o) => core.processor((b) => b, o), anyChunks),
    },
    { factory: 'tap', cases: processorContract((o) => core.tap(() => undefined, o), anyChunks) },
    {
      factory: 'take',
      cases: processorContract((o) => core.take({ ...o, durationMs: 1e6 }), anyChunks),
    },
    {
      factory: 'reblock',
      cases: processorContract((o) => core.reblock({ ...o, frameCount: 700 }), anyChunks),
    },
    {
      factory: 'gain',
      cases: processorContract((o) => core.gain({ ...o, gainDb: -6 }), anyChunks),
    },
    {
      factory: 'biquad',
      cases: processorContract(
        (o) => core.biquad({ ...o, sections: [{ type: 'low-pass', frequencyHz: 1000 }] }),
        anyChunks,
      ),
    },
    {
      factory: 'lowPass',
      cases: processorContract((o) => core.lowPass({ ...o, frequencyHz: 8000 }), anyChunks),
    },
    {
      factory: 'highPass',
      cases: processorContract((o) => core.highPass({ ...o, frequencyHz: 80 }), anyChunks),
    },
    {
      factory: 'bandPass',
      cases: processorContract((o) => core.bandPass({ ...o, frequencyHz: 1000 }), anyChunks),
    },
    {
      factory: 'notch',
      cases: processorContract((o) => core.notch({ ...o, frequencyHz: 50 }), anyChunks),
    },
    {
      factory: 'allPass',
      cases: processorContract((o) => core.allPass({ ...o, frequencyHz: 1000 }), anyChunks),
    },
    {
      factory: 'peaking',
      cases: processorContract(
        (o) => core.peaking({ ...o, frequencyHz: 1000, gainDb: 6 }),
        anyChunks,
      ),
    },
    {
      factory: 'lowShelf',
      cases: processorContract(
        (o) => core.lowShelf({ ...o, frequencyHz: 200, gainDb: 6 }),
        anyChunks,
      ),
    },
    {
      factory: 'highShelf',
      cases: processorContract(
        (o) => core.highShelf({ ...o, frequencyHz: 5000, gainDb: -6 }),
        anyChunks,
      ),
    },
    {
      factory: 'fade',
      cases: processorContract(
        (o) => core.fade({ ...o, direction: 'in', durationMs: 30 }),
        anyChunks,
      ),
    },
    { factory: 'limiter', cases: processorContract((o) => core.limiter(o), anyChunks) },
    { factory: 'levelMeter', cases: processorContract((o) => core.levelMeter(o), anyChunks) },
    {
      factory: 'channelMap',
      cases: processorContract((o) => core.channelMap({ ...o, channels: [0, 0, null] }), anyChunks),
    },
    {
      factory: 'channelMix',
      cases: processorContract((o) => core.channelMix({ ...o, channelCount: 1 }), anyChunks),
    },
    {
      factory: 'resample',
      cases: processorContract((o) => core.resample({ ...o, sampleRate: 16_000 }), {
        ...anyChunks,
        keepsFrames: false,
      }),
    },
    {
      factory: 'resample',
      variant: 'same rate',
      cases: processorContract((o) => core.resample({ ...o, sampleRate: 48_000 }), anyChunks),
    },
    {
      factory: 'resample',
      variant: 'adjustable, fast',
      cases: processorContract(
        (o) => core.resample({ ...o, sampleRate: 48_000, quality: 'fast', adjustable: true }),
        anyChunks,
      ),
    },
    { factory: 'pcmEncoder', cases: processorContract((o) => core.pcmEncoder(o)) },
    { factory: 'pcmDecoder', cases: processorContract((o) => core.pcmDecoder(o), packet) },
    { factory: 'reorder', cases: processorContract((o) => core.reorder(o), packet) },
    {
      factory: 'concealGaps',
      cases: processorContract((o) => core.concealGaps(o), {
        ...anyChunks,
        ownsDiscontinuity: true,
      }),
    },
    { factory: 'sink', cases: sinkContract((o) => core.sink(() => undefined, o)) },
    {
      factory: 'pcmSink',
      cases: sinkContract((o) =>
        core.pcmSink(new PassThrough().resume(), { ...o, sampleFormat: 's16le' }),
      ),
    },
    {
      factory: 'broadcast',
      cases: sinkContract((options) =>
        core.broadcast(
          collectSink(),
          core.sink(() => undefined),
          options,
        ),
      ),
    },
  ]
}
