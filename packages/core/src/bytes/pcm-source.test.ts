import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { BufferPool } from '../data/buffer-pool.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import type { DropEvent } from '../ports/port-events.js'
import { encodePcm } from '../pcm/encode-pcm.js'
import { ManualClock } from '../packets/packet-fixtures.test-support.js'
import type { PcmSourceOptions } from './pcm-source-options.js'
import { type ByteInput, pcmSource } from './pcm-source.js'

const stereo: PcmSourceOptions = { sampleRate: 8000, channelCount: 2, sampleFormat: 's16le' }

async function readAll(input: ByteInput, options: Partial<PcmSourceOptions> = {}) {
  const source = pcmSource(input, { ...stereo, ...options })
  const drops: DropEvent[] = []
  source.on('drop', (drop: DropEvent) => drops.push(drop))
  const buffers: AudioBuffer[] = []
  for await (const buffer of source) buffers.push(buffer)
  return { source, drops, buffers, frames: buffers.map(({ frameCount }) => frameCount) }
}

/** Chunks of the given lengths, over and over, some of them at odd offsets of other memory. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let start = 0; start < bytes.length || chunks.length === 0;) {
    const length = lengths[chunks.length % lengths.length]!
    const chunk = new Uint8Array(length + 1).subarray(1)
    const part = bytes.subarray(start, start + length)
    chunk.set(part)
    chunks.push(chunk.subarray(0, part.length))
    start += length
  }
  return chunks
}

const counting = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, n) => (n * 7) % 256)
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('pcmSource', () => {
  it('gives the same audio for any cut of the bytes, from any kind of input', async () => {
    const cases = fc.record({
      byteCount: fc.integer({ min: 0, max: 600 }),
      lengths: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      framesPerBuffer: fc.integer({ min: 1, max: 40 }),
      sampleFormat: fc.constantFrom('u8', 's16le', 's24be', 'f32le'),
      layout: fc.constantFrom('interleaved', 'planar'),
      kind: fc.constantFrom('readable', 'async', 'sync'),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ byteCount, lengths, kind, ...rest }) => {
        const options = rest as Partial<PcmSourceOptions>
        const bytes = counting(byteCount)
        const chunks = cut(bytes, lengths)
        async function* later() {
          yield* chunks
        }
        const input = { readable: Readable.from(chunks), async: later(), sync: chunks }[
          kind
        ] as ByteInput
        const whole = await readAll([bytes], options)
        const parts = await readAll(input, options)
        expect(parts.buffers.map(({ samples }) => [...samples])).toEqual(
          whole.buffers.map(({ samples }) => [...samples]),
        )
        expect(parts.drops).toEqual(whole.drops)
        let position = 0
        for (const buffer of parts.buffers) {
          expect(buffer.position).toBe(position)
          position += buffer.frameCount
        }
      }),
      { numRuns: 150 },
    )
  })

  it('decodes what it is told, 10 ms at a time', async () => {
    const planar = Float32Array.from({ length: 400 }, (_, n) => ((n % 100) - 50) / 64)
    const bytes = encodePcm(planar, { sampleFormat: 's16le', channelCount: 2 })
    const { buffers, frames, source } = await readAll([bytes], { channelLayout: ['FL', 'FR'] })
    expect(frames).toEqual([80, 80, 40])
    expect(buffers[1]?.channel(1)).toEqual(planar.subarray(280, 360))
    expect(source.format).toEqual({
      sampleRate: 8000,
      channelCount: 2,
      channelLayout: ['FL', 'FR'],
    })
    expect(buffers[0]?.timestampMs).toBeUndefined()
  })

  it('drops the bytes that fill no frame, counts and marks them', async () => {
    const { frames, drops, source } = await readAll([counting(43)])
    expect(frames).toEqual([10])
    expect(drops).toEqual([{ stage: 'pcmSource', items: 1, frames: 1, reason: 'invalid' }])
    expect(source.tailDiscontinuity).toBe(true)
    const planar = await readAll([counting(43)], { layout: 'planar' })
    expect(planar.frames).toEqual([])
    expect(planar.drops).toEqual([{ stage: 'pcmSource', items: 1, frames: 11, reason: 'invalid' }])
    const even = await readAll([counting(44)], { layout: 'planar' })
    expect([even.frames, even.drops, even.source.tailDiscontinuity]).toEqual([[11], [], false])
  })

  it('stamps live bytes by the first chunk', async () => {
    const clock = new ManualClock()
    const input = new PassThrough()
    const source = pcmSource(input, { ...stereo, timestamps: true, clock })
    const seen: (number | undefined)[] = []
    source.on('data', ({ timestampMs }: AudioBuffer) => seen.push(timestampMs))
    input.write(new Uint8Array(320))
    await turn()
    clock.advance(500)
    input.end(new Uint8Array(320))
    await once(source, 'end')
    expect(seen).toEqual([1000, 1010])
  })

  it('reads no more than is wanted', async () => {
    let given = 0
    const input = new Readable({
      highWaterMark: 320,
      read() {
        given++
        this.push(new Uint8Array(320))
      },
    })
    const source = pcmSource(input, stereo)
    source.on('readable', () => undefined)
    await turn()
    await turn()
    expect(given).toBeLessThan(6)
    await source.close()
    expect(input.destroyed).toBe(true)
  })

  it('waits for bytes that come one by one', async () => {
    const input = new PassThrough()
    const source = pcmSource(input, { ...stereo, framesPerBuffer: 1 })
    const seen: number[] = []
    source.on('data', ({ samples }: AudioBuffer) => seen.push(...samples))
    for (const byte of [0, 0x40, 0, 0xc0, 0, 0x20]) {
      input.write(Uint8Array.of(byte))
      await turn()
    }
    expect(seen).toEqual([0.5, -0.5])
    input.end()
    await once(source, 'end')
    expect(source.tailDiscontinuity).toBe(true)
  })

  it('reads the output of a child process', async () => {
    const script = 'process.stdout.write(Buffer.alloc(1_000_003, 1))'
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const { frames, drops } = await readAll(child.stdout, { framesPerBuffer: 4096 })
    expect(frames.reduce((sum, count) => sum + count, 0)).toBe(250_000)
    expect(drops).toHaveLength(1)
  })

  it('lets errors of every kind of input cross', async () => {
    const failing = () =>
      new Readable({
        read() {
          this.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
        },
      })
    await expect(readAll(failing())).rejects.toMatchObject({
      code: 'io-failed',
      details: { errno: 'ECONNRESET', stage: 'pcmSource' },
      message: expect.stringContaining('reset the connection'),
    })
    async function* generator() {
      yield new Uint8Array(8)
      throw 'no more'
    }
    await expect(readAll(generator())).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringContaining('no more'),
    })
    function* immediate(): Generator<Uint8Array> {
      yield new Uint8Array(0)
      throw new PatchcordError('timeout', 'took too long')
    }
    await expect(readAll(immediate())).rejects.toMatchObject({ code: 'timeout' })
  })

  it('fails where the stream is closed before its end', async () => {
    const input = new PassThrough()
    const reading = readAll(input)
    setImmediate(() => input.destroy())
    await expect(reading).rejects.toMatchObject({
      code: 'io-failed',
      message: /closed before its end/,
    })
    await expect(readAll(input)).rejects.toMatchObject({ message: /read or destroyed before/ })
    const broken = new PassThrough()
    broken.on('error', () => undefined).destroy(new Error('early'))
    await turn()
    await expect(readAll(broken)).rejects.toMatchObject({ message: /early/ })
  })

  it('says what it was given in place of bytes', async () => {
    for (const chunk of ['text', 7, undefined, null, { length: 2 }]) {
      const input = [chunk] as unknown as Uint8Array[]
      await expect(readAll(input)).rejects.toMatchObject({ code: 'data-invalid' })
    }
    const text = Readable.from([Buffer.from('abcd')]).setEncoding('utf8')
    await expect(readAll(text)).rejects.toMatchObject({ code: 'data-invalid' })
  })

  it('destroys the stream when it is closed, opened or not, unless told otherwise', async () => {
    for (const close of [true, false]) {
      for (const opened of [true, false]) {
        const input = new PassThrough()
        const source = pcmSource(input, { ...stereo, close })
        if (opened) source.on('data', () => undefined)
        await turn()
        await source.close()
        expect(input.destroyed).toBe(close)
        expect(input.listenerCount('readable')).toBe(0)
        expect(input.listenerCount('error')).toBe(close ? 1 : 0)
      }
    }
  })

  it('leaves the writing side of a socket alone that was read to its end', async () => {
    const socket = new PassThrough({ allowHalfOpen: true, autoDestroy: false })
    const reading = readAll(socket)
    socket.end(new Uint8Array(4))
    await reading
    expect(socket.destroyed).toBe(false)
  })

  it('leaves iterators, also those that wait or fail', async () => {
    let left = 0
    const waiting: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          left++
          return Promise.reject(new Error('not now'))
        },
      }),
    }
    const throwing: Iterable<Uint8Array> = {
      [Symbol.iterator]: () => ({
        next: () => ({ value: new Uint8Array(320) }),
        return: () => {
          left++
          throw new Error('never')
        },
      }),
    }
    const bare: Iterable<Uint8Array> = {
      [Symbol.iterator]: () => ({ next: () => ({ value: new Uint8Array(320) }) }),
    }
    for (const input of [waiting, throwing, bare]) {
      const source = pcmSource(input, stereo)
      source.on('readable', () => undefined)
      await turn()
      await source.close()
      expect(source.state).toBe('closed')
    }
    expect(left).toBe(2)
    const kept = pcmSource(throwing, { ...stereo, close: false })
    kept.on('readable', () => undefined)
    await turn()
    await kept.close()
    expect(left).toBe(2)
    const unopened = pcmSource(throwing, stereo)
    await unopened.close()
    expect(left).toBe(2)
  })

  it('takes its buffers from the pool', async () => {
    const pool = new BufferPool()
    const { buffers } = await readAll([counting(3200)], { pool })
    expect(pool.stats().acquired).toBe(buffers.length)
  })

  it('rejects inputs and options that it cannot take', () => {
    for (const input of [undefined, null, 'file.raw', 7, new Uint8Array(4), {}]) {
      expect(() => pcmSource(input as ByteInput, stereo)).toThrow(/input must be/)
    }
    for (const options of [
      { sampleRate: 0 },
      { channelCount: 0 },
      { sampleFormat: 's16' },
      { layout: 'both' },
      { channelLayout: ['M'] },
      { framesPerBuffer: 0 },
      { timestamps: 1 },
      { close: 'no' },
      { rate: 8000 },
    ]) {
      expect(() => pcmSource([], { ...stereo, ...options } as PcmSourceOptions)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
    expect(() => pcmSource([], undefined as unknown as PcmSourceOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })
})
