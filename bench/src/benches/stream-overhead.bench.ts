import { Readable, Transform, Writable } from 'node:stream'
import { pipeline as nodePipeline } from 'node:stream/promises'
import {
  type AudioBuffer,
  type AudioFormat,
  type AudioProcessor,
  AudioSink,
  AudioSource,
  pipeline,
  processor,
} from '@patchcord/core'
import type { Bench } from '../harness.js'

const format: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 480
// Long enough that what a collection before it threw away of the compiled code does not count.
const items = 200_000

function scale(samples: Float32Array): void {
  for (let index = 0; index < samples.length; index++)
    samples[index] = (samples[index] as number) * 1.0001
}

class PooledSource extends AudioSource {
  private given = 0
  protected open(): AudioFormat {
    return format
  }
  protected readItem(): AudioBuffer | null {
    if (this.given === items) return null
    const position = this.given++ * frameCount
    return this.pool.acquire({ sampleRate: 48_000, channelCount: 2, frameCount, position })
  }
}

class NullSink extends AudioSink {
  frames = 0
  protected writeItem(buffer: AudioBuffer): void {
    this.frames += buffer.frameCount
  }
}

async function ours(stage: () => AudioProcessor): Promise<void> {
  const sink = new NullSink()
  await pipeline(new PooledSource(), stage(), stage(), stage(), sink).finished
  if (sink.frames !== items * frameCount) throw new Error('frames were lost')
}

interface PlainItem {
  readonly samples: Float32Array
  readonly frameCount: number
  readonly position: number
}

/** The least that bare streams can do: one array for all items, no checks, Node's own queues. */
async function peer(work: (samples: Float32Array) => void): Promise<void> {
  const samples = new Float32Array(2 * frameCount)
  let given = 0
  let frames = 0
  const stage = (): Transform =>
    new Transform({
      objectMode: true,
      transform(item: PlainItem, _encoding, callback) {
        work(item.samples)
        callback(null, item)
      },
    })
  await nodePipeline(
    new Readable({
      objectMode: true,
      read() {
        this.push(given === items ? null : { samples, frameCount, position: given++ * frameCount })
      },
    }),
    stage(),
    stage(),
    stage(),
    new Writable({
      objectMode: true,
      write(item: PlainItem, _encoding, callback) {
        frames += item.frameCount
        callback()
      },
    }),
  )
  if (frames !== items * frameCount) throw new Error('frames were lost')
}

const scaling = (): AudioProcessor =>
  processor((buffer) => {
    scale(buffer.samples)
    return buffer
  })
const identity = (): AudioProcessor => processor((buffer) => buffer)

/** What our ports cost on top of bare Node object streams that do the same arithmetic. */
export const bench: Bench = {
  name: 'stream-overhead',
  cases() {
    const common = { unit: 'us/buffer', count: items, peerName: 'bare Node object streams' }
    return [
      {
        name: 'gain, 3 processors, 480x2',
        ...common,
        ours: () => ours(scaling),
        peer: () => peer(scale),
        goal: 0.9,
      },
      {
        name: 'identity, 3 processors, 480x2',
        ...common,
        ours: () => ours(identity),
        peer: () => peer(() => {}),
        goal: 0.7,
      },
    ]
  },
}
