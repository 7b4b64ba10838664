import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioBuffer } from '../data/audio-buffer.js'
import { bufferAt } from '../packets/packet-fixtures.test-support.js'
import { decodePcm } from '../pcm/decode-pcm.js'
import { pipeline } from '../pipeline/index.js'
import { source } from '../ports/source.js'
import type { PcmSinkOptions } from './pcm-sink-options.js'
import { pcmSink } from './pcm-sink.js'
import { pcmSource } from './pcm-source.js'

const s16: PcmSinkOptions = { sampleFormat: 's16le' }
const ramp = (position: number): number => ((position % 512) - 256) / 512
const ramps = (count: number, frames = 80): AudioBuffer[] =>
  Array.from({ length: count }, (_, index) => bufferAt(index * frames, frames, ramp))
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Takes one chunk at a time, when it is told to. */
class Valve extends Writable {
  readonly chunks: Uint8Array[] = []
  release: (error?: Error) => void = () => undefined

  constructor(highWaterMark: number) {
    super({ highWaterMark })
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: (error?: Error) => void) {
    this.chunks.push(chunk)
    this.release = callback
  }
}

async function run(
  items: readonly AudioBuffer[],
  writable: Writable,
  options: Partial<PcmSinkOptions> = {},
) {
  const end = pcmSink(writable, { ...s16, ...options })
  await finished(source(items, { format: { sampleRate: 8000, channelCount: 1 } }).pipe(end))
  return end
}

describe('pcmSink', () => {
  it('writes what pcmSource reads, whatever the buffers', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(lengths, async (frameCounts) => {
        let position = 0
        const items = frameCounts.map((frameCount) => {
          const item = bufferAt(position, frameCount, ramp)
          position += frameCount
          return item
        })
        const wire = new PassThrough()
        const [samples] = await Promise.all([collect(wire), run(items, wire)])
        expect(samples).toEqual(Array.from({ length: position }, (_, index) => ramp(index)))
      }),
      { numRuns: 60 },
    )
  })

  it('waits where the stream asks for it', async () => {
    const valve = new Valve(300)
    const end = pcmSink(valve, s16)
    const done = finished(source(ramps(6)).pipe(end))
    await turn()
    await turn()
    expect(valve.chunks).toHaveLength(1)
    expect(valve.writableLength).toBe(320)
    expect(end.stats().itemsIn).toBe(1)
    for (let count = 0; count < 6; count++) {
      valve.release()
      await turn()
      await turn()
    }
    await done
    expect(valve.chunks).toHaveLength(6)
    expect(valve.writableFinished).toBe(true)
  })

  it('does not end the stream if told not to, but waits until all is written', async () => {
    const valve = new Valve(10_000)
    let done = false
    const running = run(ramps(2), valve, { end: false }).then(() => (done = true))
    await turn()
    valve.release()
    await turn()
    expect(done).toBe(false)
    valve.release()
    await running
    expect([valve.writableEnded, valve.destroyed, valve.listenerCount('error')]).toEqual([
      false,
      false,
      0,
    ])
  })

  it('never ends standard output', async () => {
    const out = Object.assign(new PassThrough().resume(), { _isStdio: true })
    await run(ramps(1), out)
    expect(out.writableEnded).toBe(false)
    const closed = pcmSink(out, s16)
    await closed.close()
    expect(out.destroyed).toBe(false)
  })

  it('ends the stream of an empty run too', async () => {
    const wire = new PassThrough().resume()
    await run([], wire)
    expect(wire.writableFinished).toBe(true)
  })

  it('encodes with the layout, the dither and the count of clipped samples', async () => {
    const wire = new PassThrough()
    const chunks: Buffer[] = []
    wire.on('data', (chunk: Buffer) => chunks.push(chunk))
    const end = await run([bufferAt(0, 80, () => 2)], wire, {
      layout: 'planar',
      sampleFormat: 's24be',
      dither: 'tpdf',
      ditherSeed: 3,
    })
    expect(Buffer.concat(chunks)).toHaveLength(240)
    expect(end.clippedSamples).toBe(80)
    expect(pcmSink(wire, s16).clippedSamples).toBe(0)
  })

  it('names the format that the other side expects', async () => {
    const fixed = pcmSink(new PassThrough(), { ...s16, sampleRate: 16_000, channelCount: 2 })
    const offered = { sampleRate: 8000, channelCount: 1 } as const
    expect(fixed.preferredFormat(offered)).toEqual({ sampleRate: 16_000, channelCount: 2 })
    const layout = { ...offered, channelLayout: ['M'] } as const
    expect(pcmSink(new PassThrough(), s16).preferredFormat(layout)).toEqual(layout)
    await expect(run(ramps(1), new PassThrough(), { sampleRate: 16_000 })).rejects.toMatchObject({
      code: 'format-unsupported',
      message: expect.stringContaining('16000 Hz, 1 channel'),
    })
    const wire = new PassThrough()
    const heard = collect(wire)
    await pipeline(
      source(ramps(100)),
      pcmSink(wire, { ...s16, sampleRate: 16_000, channelCount: 2 }),
    ).finished
    expect((await heard).length).toBe(2 * 2 * 8000)
  })

  it('refuses a change of format in mid-stream', async () => {
    const wide = bufferAt(0, 80, ramp).with({})
    Object.assign(wide, { sampleRate: 16_000 })
    await expect(run([...ramps(1), wide], new PassThrough())).rejects.toMatchObject({
      code: 'format-unsupported',
    })
  })

  it('names what is wrong when the other end is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.destroy()'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    await once(child, 'exit')
    await expect(run(ramps(50, 8000), child.stdin)).rejects.toMatchObject({
      code: 'io-failed',
      details: { stage: 'pcmSink' },
    })
    const broken = new Valve(10)
    const running = run(ramps(3), broken)
    await turn()
    broken.release(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await expect(running).rejects.toMatchObject({
      code: 'io-failed',
      details: { errno: 'EPIPE', stage: 'pcmSink' },
      message: expect.stringContaining('the other end has closed the pipe'),
    })
  })

  it('fails while it is idle too', async () => {
    for (const fail of [
      (wire: Writable) => wire.destroy(new Error('cut')),
      (wire: Writable) => wire.destroy(),
    ]) {
      const wire = new PassThrough().resume()
      const end = pcmSink(wire, s16)
      end.write(ramps(1)[0])
      await turn()
      fail(wire)
      const [error] = (await once(end, 'error')) as [Error]
      expect(error).toMatchObject({ code: 'io-failed' })
      expect(error.message).toMatch(/cut|closed before its end/)
    }
  })

  it('fails where the stream was over before', async () => {
    const ended = new PassThrough()
    ended.end()
    await expect(run(ramps(1), ended)).rejects.toMatchObject({
      message: /ended or destroyed before/,
    })
    await expect(run([], new PassThrough().destroy())).rejects.toMatchObject({ code: 'io-failed' })
    const failed = new PassThrough()
    failed.on('error', () => undefined).destroy(new Error('early'))
    await turn()
    await expect(run(ramps(1), failed)).rejects.toMatchObject({ message: /early/ })
  })

  it('fails where the stream fails in the act', async () => {
    const sudden = new Writable({
      write(_chunk, _encoding, callback) {
        this.emit('error', new Error('sudden'))
        callback()
      },
    })
    await expect(run(ramps(2), sudden)).rejects.toMatchObject({ message: /sudden/ })
  })

  it('destroys the stream when it is closed before the end, opened or not', async () => {
    for (const opened of [true, false]) {
      const valve = new Valve(10)
      const end = pcmSink(valve, s16)
      if (opened) end.write(ramps(1)[0])
      await turn()
      await end.close()
      expect(valve.destroyed).toBe(true)
      const kept = new Valve(10)
      const polite = pcmSink(kept, { ...s16, end: false })
      if (opened) polite.write(ramps(1)[0])
      await turn()
      await polite.close()
      expect(kept.destroyed).toBe(false)
    }
  })

  it('rejects targets and options that it cannot take', () => {
    expect(() => pcmSink({} as Writable, s16)).toThrow(/writable must be/)
    for (const options of [
      { sampleFormat: 'pcm' },
      { sampleRate: 0 },
      { channelCount: 1.5 },
      { layout: 'both' },
      { end: 1 },
      { sampleFormat: 'f32le', dither: 'tpdf' },
      { rate: 1 },
    ]) {
      expect(() => pcmSink(new PassThrough(), { ...s16, ...options } as PcmSinkOptions)).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      )
    }
    expect(() => pcmSink(new PassThrough(), undefined as unknown as PcmSinkOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })
})

async function collect(wire: PassThrough): Promise<number[]> {
  const chunks: Buffer[] = []
  for await (const chunk of wire) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const [direct, viaSource] = [
    [...decodePcm(bytes, { sampleFormat: 's16le', channelCount: 1 })],
    [] as number[],
  ]
  const again = pcmSource([bytes], { sampleRate: 8000, channelCount: 1, sampleFormat: 's16le' })
  for await (const { samples } of again) viaSource.push(...samples)
  expect(viaSource).toEqual(direct)
  return direct
}
