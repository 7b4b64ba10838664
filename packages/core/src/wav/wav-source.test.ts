import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gain } from '../kernels/gain.js'
import { jsBackend } from '../kernels/js-backend.js'
import { pipeline } from '../pipeline/index.js'
import { readAll, testSignal, writeAll } from './testing/audio-buffers.js'
import { MemoryReader } from './testing/memory-reader.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { wavFileSink } from './wav-file-sink.js'
import { type WavFileSource, wavFileSource } from './wav-file-source.js'
import { wavSource } from './wav-source.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const path = folder.file('signal.wav')
const stereo = { sampleRate: 8000, channelCount: 2 }

class ClosingReader extends MemoryReader {
  closed = 0
  override async close(): Promise<void> {
    this.closed++
  }
}
let bytes: Buffer
beforeAll(async () => {
  await writeAll(wavFileSink(path), [testSignal(stereo, 0, 400_000)])
  bytes = await readFile(path)
})

describe('wavSource', () => {
  it('reads what wavFileSource reads, and closes the reader once', async () => {
    const reader = new ClosingReader(bytes)
    const source = wavSource(reader, { startMs: 1234, durationMs: 777 })
    const expected = await readAll(wavFileSource(path, { startMs: 1234, durationMs: 777 }))
    expect(await readAll(source)).toEqual(expected)
    expect(source).toMatchObject({ name: 'wavSource', info: { path: 'memory.wav' } })
    await expect.poll(() => source.closed).toBe(true)
    expect(reader.closed).toBe(1)
  })

  it('reads nothing but the header and what is played', async () => {
    const reader = new MemoryReader(bytes)
    await readAll(wavSource(reader, { startMs: 25_000, durationMs: 10, framesPerBuffer: 80 }))
    expect(reader.readCount).toBeLessThan(5)
    expect(reader.largestRead).toBeLessThan(20_000)
  })

  it('is never left to a backend that reads files by itself', async () => {
    let calls = 0
    const runFile = (): never => {
      calls++
      throw new Error('left to the backend')
    }
    const backend = { ...jsBackend, runFile }
    const output = folder.file('same.wav')
    const played = (source: WavFileSource): Promise<unknown> =>
      pipeline(source, gain({ gainDb: 0, backend }), wavFileSink(output)).finished
    await played(wavSource(new MemoryReader(bytes)))
    expect((await readFile(output)).equals(bytes)).toBe(true)
    expect(calls).toBe(0)
    await expect(played(wavFileSource(path))).rejects.toThrow('left to the backend')
    expect(calls).toBe(1)
  })

  it('closes the reader of a source that is never opened, or does not open', async () => {
    const unused = new ClosingReader(bytes)
    await wavSource(unused).close()
    const hostile = new ClosingReader(Buffer.from('no wave'))
    const source = wavSource(hostile)
    await expect(readAll(source)).rejects.toMatchObject({ code: 'file-invalid' })
    await source.close()
    expect([unused.closed, hostile.closed]).toEqual([1, 1])
  })

  it('passes on what the reader throws, also on closing', async () => {
    const failing = new MemoryReader(bytes)
    failing.read = () => Promise.reject(new Error('no such bytes'))
    await expect(readAll(wavSource(failing))).rejects.toMatchObject({
      code: 'stage-failed',
      message: expect.stringContaining('no such bytes'),
    })
    const stuck = new MemoryReader(bytes)
    stuck.close = () => Promise.reject(new Error('does not close'))
    const source = wavSource(stuck)
    const failed = new Promise((resolve) => source.once('error', resolve))
    source.destroy()
    expect(await failed).toMatchObject({ message: expect.stringContaining('does not close') })
  })

  it('checks its arguments', () => {
    const invalid = expect.objectContaining({ code: 'invalid-option' })
    for (const reader of [
      null,
      'path',
      {},
      new MemoryReader(bytes, -1),
      new MemoryReader(bytes, 0.5),
    ])
      expect(() => wavSource(reader as unknown as MemoryReader)).toThrow(invalid)
    const reader = new MemoryReader(bytes)
    // @ts-expect-error unknown
    expect(() => wavSource(reader, { start: 1 })).toThrow(/^wavSource has no option 'start'/)
  })
})
