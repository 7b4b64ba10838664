import type { Duplex, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Cancel, Clock } from '../clock/clock.js'
import { AudioBuffer } from '../data/audio-buffer.js'
import type { Item } from '../data/item.js'
import { Packet, type PacketChanges } from '../data/packet.js'
import type { AudioFormat } from '../format/audio-format.js'
import { sink } from '../ports/sink.js'
import { source } from '../ports/source.js'

export const mono: AudioFormat = { sampleRate: 8000, channelCount: 1 }

/** A packet of 160 frames of silence at its place. */
export function packetAt(sequence: number, changes: PacketChanges = {}): Packet {
  return new Packet({
    bytes: new Uint8Array(320),
    codec: 'pcm-s16le',
    format: mono,
    frameCount: 160,
    position: sequence * 160,
    sequence,
    ...changes,
  })
}

/** A stretch of a mono signal at 8 kHz that is a function of the position. */
export function bufferAt(
  position: number,
  frameCount: number,
  signal: (position: number) => number,
): AudioBuffer {
  const samples = Float32Array.from({ length: frameCount }, (_, index) => signal(position + index))
  return new AudioBuffer({ ...mono, samples, position })
}

/** What comes out of processors, copied, and whether a loss at the end was told. */
export async function passThrough<Out extends Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  processors: readonly Duplex[],
  format: AudioFormat = mono,
): Promise<Out[] & { tailDiscontinuity?: boolean }> {
  const out: Out[] & { tailDiscontinuity?: boolean } = []
  const end = sink<'audio' | 'packet'>((item) => void out.push(item.copy() as Out), {
    accepts: 'any' as 'audio',
  })
  const streams: (Readable | Duplex | Writable)[] = [source(items, { format }), ...processors, end]
  await pipeline(streams as unknown as NodeJS.ReadWriteStream[])
  out.tailDiscontinuity = end.tailDiscontinuity
  return out
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  private nowMs = 1000
  private readonly calls = new Set<{ readonly atMs: number; readonly callback: () => void }>()

  now(): number {
    return this.nowMs
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => this.schedule(durationMs, resolve))
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const call = { atMs: this.nowMs + delayMs, callback }
    this.calls.add(call)
    return () => void this.calls.delete(call)
  }

  get pending(): number {
    return this.calls.size
  }

  advance(durationMs: number): void {
    const untilMs = this.nowMs + durationMs
    for (;;) {
      const due = [...this.calls].filter(({ atMs }) => atMs <= untilMs)
      const next = due.sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.calls.delete(next)
      this.nowMs = next.atMs
      next.callback()
    }
    this.nowMs = untilMs
  }
}
