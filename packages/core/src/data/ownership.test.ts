import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { AudioBuffer, BufferPool, Packet, kindOf, packItem, unpackItem } from '../index.js'

const format = { sampleRate: 8000, channelCount: 2 }
const packet = new Packet({
  bytes: Buffer.from([1, 2, 3]),
  codec: 'test',
  format,
  frameCount: 4,
  sequence: 7,
})

describe('pooled memory', () => {
  it('is given back once, by a buffer or by one derived from it', () => {
    const pool = new BufferPool()
    const parent = pool.acquire({ ...format, frameCount: 4 })
    const derived = parent.with({ metadata: { a: 1 }, position: 5, timestampMs: undefined })
    derived.release()
    parent.release()
    derived.release()
    expect(pool.stats()).toMatchObject({ acquired: 1, released: 1, idle: 1, idleBytes: 32 })
    expect([parent.released, derived.released, derived.position]).toEqual([true, true, 5])
    expect(() => parent.retain()).toThrow(expect.objectContaining({ code: 'buffer-released' }))
    const again = pool.acquire({ ...format, frameCount: 4 })
    expect(again.samples).toBe(parent.samples)
    parent.release()
    expect([again.released, pool.stats().reused]).toEqual([false, 1])
  })

  it('goes back when the last owner lets go', () => {
    const pool = new BufferPool()
    const buffer = pool.acquire({ ...format, frameCount: 4 })
    expect(buffer.shared).toBe(false)
    expect(buffer.retain().shared).toBe(true)
    buffer.release()
    expect([buffer.released, pool.stats().released]).toEqual([false, 0])
    buffer.release()
    expect([buffer.released, pool.stats().released]).toEqual([true, 1])
  })

  it('leaves the pool for good when it is detached', () => {
    const pool = new BufferPool({ onRelease: (samples) => samples.fill(Number.NaN) })
    const kept = pool.acquire({ ...format, frameCount: 4 })
    kept.samples.fill(1)
    kept.detach().release()
    expect([kept.samples[0], pool.stats().released]).toEqual([1, 0])
    const stale = pool.acquire({ ...format, frameCount: 4 })
    stale.release()
    expect(stale.samples[0]).toBeNaN()
    const next = pool.acquire({ ...format, frameCount: 4 })
    stale.detach()
    next.release()
    expect(pool.stats().released).toBe(2)
    const own = new AudioBuffer({ ...format, samples: new Float32Array(2) })
    own.release()
    expect([own.retain(), own.detach(), own.shared, own.released]).toEqual([own, own, false, false])
  })

  it('is kept only up to the limit, and cleared when sizes change', () => {
    const pool = new BufferPool({ maxIdleBytes: 64 })
    const give = (frameCount: number): void => pool.acquire({ ...format, frameCount }).release()
    give(16)
    expect(pool.stats()).toMatchObject({ idle: 0, released: 1 })
    const [first, second] = [4, 4].map((frameCount) => pool.acquire({ ...format, frameCount }))
    first?.release()
    second?.release()
    expect(pool.stats()).toMatchObject({ idle: 2, idleBytes: 64 })
    give(2)
    expect(pool.stats()).toMatchObject({ idle: 1, idleBytes: 16 })
    pool.clear()
    expect(pool.stats()).toMatchObject({ idle: 0, idleBytes: 0 })
    expect(() => new BufferPool({ maxIdleBytes: -1 })).toThrow('maxIdleBytes')
  })

  it('copies a buffer with all its particulars', () => {
    const init = { position: 3, timestampMs: 4, discontinuity: true, metadata: { a: 1 } }
    const buffer = new AudioBuffer({ ...format, samples: Float32Array.of(1, 2), ...init })
    for (const copy of [new BufferPool().copyOf(buffer), buffer.copy()]) {
      expect(copy).toMatchObject({ ...init, samples: Float32Array.of(1, 2) })
      expect(copy.samples).not.toBe(buffer.samples)
    }
    expect(buffer.with({}).timestampMs).toBe(4)
  })
})

describe('AudioBuffer', () => {
  it('checks its samples and channels', () => {
    const samples = new Float32Array(3)
    expect(() => new AudioBuffer({ ...format, samples })).toThrow('3 is no multiple of 2')
    const buffer = new AudioBuffer({ ...format, samples: Float32Array.of(1, 2, 3, 4) })
    expect([...buffer.channel(1)]).toEqual([3, 4])
    expect(() => buffer.channel(2)).toThrow('from 0 to 1, got 2')
    expect(() => buffer.channel(-1)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    expect([buffer.durationMs, kindOf(buffer)]).toEqual([0.25, 'audio'])
  })
})

describe('packItem', () => {
  it('moves items to a worker and back', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.on('message', (message) => parentPort.postMessage(message))`,
      { eval: true },
    )
    const pool = new BufferPool()
    const buffer = pool.acquire({ ...format, frameCount: 2, position: 9, metadata: { a: 1 } })
    buffer.samples.set([1, 2, 3, 4])
    for (const [item, expected] of [
      [buffer, { position: 9, metadata: { a: 1 }, samples: Float32Array.of(1, 2, 3, 4) }],
      [packet, { sequence: 7, codec: 'test', bytes: Uint8Array.of(1, 2, 3), durationMs: 0.5 }],
    ] as const) {
      const { message, transfer } = packItem(item)
      worker.postMessage(message, transfer)
      const back = unpackItem(await new Promise((resolve) => worker.once('message', resolve)))
      expect(back).toMatchObject(expected)
      expect(kindOf(back)).toBe(kindOf(item))
    }
    await worker.terminate()
    buffer.release()
    expect([buffer.samples.length, pool.stats().idle]).toEqual([0, 0])
  })

  it('leaves shared samples to their other owners', () => {
    const pool = new BufferPool()
    const buffer = pool.acquire({ ...format, frameCount: 2 }).retain()
    buffer.samples.fill(1)
    const { message, transfer } = packItem(buffer)
    structuredClone(message, { transfer })
    expect([...buffer.samples]).toEqual([1, 1, 1, 1])
    buffer.release()
    expect(pool.stats().released).toBe(1)
  })

  it('copies a view, and refuses what is no message', () => {
    const memory = new Float32Array(6).fill(1)
    const view = new AudioBuffer({ ...format, samples: memory.subarray(2) })
    const { message, transfer } = packItem(view)
    structuredClone(message, { transfer })
    expect([memory.length, view.samples.length]).toEqual([6, 4])
    expect(() => unpackItem(undefined as never)).toThrow(
      expect.objectContaining({ code: 'data-invalid' }),
    )
  })
})

describe('Packet', () => {
  it('derives and copies', () => {
    const changes = {
      bytes: Uint8Array.of(9),
      codec: 'other',
      format: { sampleRate: 16_000, channelCount: 1 },
      position: 1,
      frameCount: 2,
      sequence: 3,
      timestampMs: 4,
      discontinuity: true,
      metadata: { a: 1 },
    }
    const other = packet.with(changes)
    expect(other).toMatchObject(changes)
    expect([other.sampleRate, other.channelCount]).toEqual([16_000, 1])
    expect(packet.with({})).toEqual(packet)
    expect(packet.copy().bytes).not.toBe(packet.bytes)
    packet.copy().bytes[0] = 5
    const { message, transfer } = packItem(packet)
    expect(transfer[0]).not.toBe(packet.bytes.buffer)
    expect(unpackItem(structuredClone(message, { transfer }))).toMatchObject({ sequence: 7 })
    expect(packet.bytes[0]).toBe(1)
    expect([kindOf(packet), kindOf(null), kindOf(1), kindOf({})]).toEqual([
      'packet',
      undefined,
      undefined,
      undefined,
    ])
  })
})
