import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test-support/hand-clock.js'
import { readWavHeader } from './read-wav-header.js'
import { FakeFile } from './testing/fake-file.js'
import { MemoryReader } from './testing/memory-reader.js'
import { WavFileBody } from './wav-file-body.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { WavWriter } from './wav-writer.js'

const layout = wavHeaderLayout('s16', { sampleRate: 48_000, channelCount: 1 }, false)
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function setUp(file = new FakeFile()): {
  file: FakeFile
  clock: HandClock
  writer: WavWriter
  failures: Error[]
  put: (byteLength: number) => Promise<void>
  framesInHeader: () => Promise<number>
} {
  const clock = new HandClock()
  const failures: Error[] = []
  const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
  const writer = new WavWriter({ body, clock, onFailure: (error) => failures.push(error) })
  const put = async (byteLength: number): Promise<void> => {
    await writer.makeRoom(byteLength)
    writer.memory.fill(1, writer.used, writer.used + byteLength)
    writer.advance(byteLength)
  }
  const framesInHeader = async (): Promise<number> =>
    file.content.length === 0 ? 0 : (await readWavHeader(new MemoryReader(file.content))).frameCount
  return { file, clock, writer, failures, put, framesInHeader }
}

describe('WavWriter', () => {
  it('writes nothing before 200 ms have passed, and commits then', async () => {
    const { clock, put, file, framesInHeader } = setUp()
    await put(1000)
    await clock.advance(150)
    await put(1000)
    expect(file.calls).toEqual([])
    await clock.advance(50)
    expect(await framesInHeader()).toBe(1000)
  })

  it('commits again for what came later, and has no timer when nothing came', async () => {
    const { clock, put, framesInHeader } = setUp()
    await put(1000)
    await clock.advance(200)
    expect(clock.pending).toBe(0)
    await put(10)
    await clock.advance(200)
    expect(await framesInHeader()).toBe(505)
    expect(clock.pending).toBe(0)
  })

  it('writes blocks of 512 KiB where audio comes fast, and the header every 8 MiB', async () => {
    const { put, file } = setUp()
    for (let count = 0; count < 20 * 8; count++) await put(64 * 1024)
    await settled()
    const writes = file.calls.filter((call) => call !== 'write 0')
    expect(writes.slice(0, 3)).toEqual(
      [0, 1, 2].map((n) => `write ${layout.dataOffset + n * 512 * 1024}`),
    )
    expect(writes).toHaveLength(19)
    expect(file.calls.filter((call) => call === 'write 0')).toHaveLength(1)
  })

  it('makes room at once while one block is being written, and waits for the second', async () => {
    const { writer } = setUp()
    for (let count = 0; count < 2; count++) {
      expect(writer.makeRoom(512 * 1024)).toBeUndefined()
      writer.advance(512 * 1024)
    }
    const waiting = writer.makeRoom(1)
    expect(waiting).toBeInstanceOf(Promise)
    await waiting
    expect(writer.used).toBe(0)
    await writer.close()
  })

  it('takes items larger than a block', async () => {
    const { writer, put, framesInHeader } = setUp()
    await put(2)
    await put(3 * 1024 * 1024)
    await put(2)
    await writer.finish()
    expect(await framesInHeader()).toBe(1.5 * 1024 * 1024 + 2)
  })

  it('commits what came while a block was being written', async () => {
    const { clock, writer, put, framesInHeader } = setUp()
    await put(512 * 1024)
    await put(2)
    void clock.advance(200)
    await settled()
    await clock.advance(200)
    expect(await framesInHeader()).toBe(256 * 1024 + 1)
    await writer.close()
  })

  it('finishes with everything in the file, twice without harm', async () => {
    const { writer, put, file, framesInHeader, clock } = setUp()
    await put(10)
    await writer.finish()
    expect(await framesInHeader()).toBe(5)
    await writer.close()
    expect(file.closed).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('tells a failure at once, and again to whoever writes on', async () => {
    const { clock, writer, put, failures, file, framesInHeader } = setUp(
      new FakeFile({ capacity: layout.dataOffset + 100 }),
    )
    await put(400)
    await clock.advance(200)
    expect(failures).toEqual([expect.objectContaining({ code: 'disk-full' })])
    expect(() => writer.makeRoom(2)).toThrow(expect.objectContaining({ code: 'disk-full' }))
    await expect(writer.finish()).rejects.toMatchObject({ code: 'disk-full' })
    await writer.close()
    expect(file.closed).toBe(true)
    expect(await framesInHeader()).toBe(50)
    expect(clock.pending).toBe(0)
  })

  it('fails at closing where the last write fails, and closes the file all the same', async () => {
    const { writer, put, file } = setUp(new FakeFile({ capacity: layout.dataOffset + 100 }))
    await put(400)
    await expect(writer.close()).rejects.toMatchObject({ code: 'disk-full' })
    expect(file.closed).toBe(true)
  })
})
