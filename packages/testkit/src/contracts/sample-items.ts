import { type AudioBuffer, type BufferPool, type Item, Packet } from '@patchcord/core'
import { scramble } from '../random/seeded-random.js'

/** How the items of the suites look. */
export interface SampleOptions {
  /** @defaultValue 48000 */
  readonly sampleRate?: number
  /** @defaultValue 2 */
  readonly channelCount?: number
  /** @defaultValue 480 */
  readonly framesPerItem?: number
  /** The position of the first frame. */
  readonly position?: number
  /** The index of the first item. */
  readonly firstItem?: number
}

/** A number from -0.5 up to 0.5 for a place in the stream. */
function sampleAt(frame: number, channel: number): number {
  return scramble(frame * 7 + channel) / 2 ** 32 - 0.5
}

/** Buffers of noise from a pool, each with its index as `metadata.tag`. */
export function* sampleBuffers(
  count: number,
  pool: BufferPool,
  options: SampleOptions = {},
): Generator<AudioBuffer> {
  const { sampleRate = 48_000, channelCount = 2, framesPerItem = 480, firstItem = 0 } = options
  for (let index = 0; index < count; index++) {
    const position = (options.position ?? 0) + index * framesPerItem
    const buffer = pool.acquire({
      sampleRate,
      channelCount,
      frameCount: framesPerItem,
      position,
      metadata: { tag: firstItem + index },
    })
    for (let channel = 0; channel < channelCount; channel++) {
      const samples = buffer.channel(channel)
      for (let n = 0; n < framesPerItem; n++) samples[n] = sampleAt(position + n, channel)
    }
    yield buffer
  }
}

/** Packets of 16-bit PCM noise, each with its index as `metadata.tag`. */
export function* samplePackets(count: number, options: SampleOptions = {}): Generator<Packet> {
  const { sampleRate = 48_000, channelCount = 2, framesPerItem = 480, firstItem = 0 } = options
  for (let index = 0; index < count; index++) {
    const position = (options.position ?? 0) + index * framesPerItem
    const bytes = Buffer.alloc(framesPerItem * channelCount * 2)
    for (let n = 0; n < framesPerItem * channelCount; n++) {
      bytes.writeInt16LE(Math.trunc(sampleAt(position, n) * 32_768), n * 2)
    }
    yield new Packet({
      bytes: new Uint8Array(bytes),
      codec: 'pcm-s16le',
      format: { sampleRate, channelCount },
      frameCount: framesPerItem,
      position,
      sequence: firstItem + index,
      metadata: { tag: firstItem + index },
    })
  }
}

/** What a subject is fed with: the items from one index on. */
export type FeedItems = (count: number, pool: BufferPool, options?: SampleOptions) => Iterable<Item>

/** Items of a kind. */
export function sampleItems(kind: 'audio' | 'packet'): FeedItems {
  return kind === 'audio'
    ? sampleBuffers
    : (count, _pool, options): Iterable<Item> => samplePackets(count, options)
}
