import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test-support/hand-clock.js'
import type { KernelFileOutcome } from '../kernels/kernel-file-job.js'
import type { KernelFileWork } from '../kernels/kernel-file-ports.js'
import { readWavHeader } from './read-wav-header.js'
import { FakeFile, type FakeFileOptions } from './testing/fake-file.js'
import { MemoryReader } from './testing/memory-reader.js'
import { WavFileBody } from './wav-file-body.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { WavJobWriter } from './wav-job-writer.js'

const layout = wavHeaderLayout('s24', { sampleRate: 48_000, channelCount: 1 }, false)
const { dataOffset } = layout
const none = { itemsIn: 0, framesIn: 0, itemsOut: 0, framesOut: 0 }

/** A job of which the test says what it has done. */
class FakeWork implements KernelFileWork {
  bytesWritten = 0
  aborts = 0
  end!: (outcome: KernelFileOutcome) => void
  readonly over: Promise<KernelFileOutcome> = new Promise((resolve) => {
    this.end = resolve
  })
  begin(): undefined {}
  stopReading(): boolean {
    return false
  }
  async abort(): Promise<void> {
    this.aborts++
    this.end({})
  }
  stats(): ReturnType<KernelFileWork['stats']> {
    const { bytesWritten } = this
    const parts = { input: none, kernels: [], output: none }
    return { ...parts, bytesWritten, clippedSamples: 3, nanSamples: 0 }
  }
}

async function setUp(options: FakeFileOptions = {}, synced = false) {
  const [clock, work, file, failures] = [
    new HandClock(),
    new FakeWork(),
    new FakeFile(options),
    [] as unknown[],
  ]
  const body = new WavFileBody({ path: 'a.wav', file, layout, synced })
  await body.start()
  const onFailure = (error: unknown): void => void failures.push(error)
  const writer = new WavJobWriter({ body, clock, work, onFailure })
  const writes = (to: number): void => {
    const content = new Uint8Array(dataOffset + to)
    content.set(file.content)
    content.fill(7, dataOffset + work.bytesWritten)
    file.content = content
    work.bytesWritten = to
  }
  const inHeader = async (): Promise<number> =>
    (await readWavHeader(new MemoryReader(file.content))).dataByteLength
  return { clock, work, file, failures, body, writer, writes, inHeader }
}

describe('WavJobWriter', () => {
  it('commits what the job has written every 200 ms, and nothing twice', async () => {
    const { clock, file, writes, inHeader } = await setUp()
    writes(600)
    await clock.advance(199)
    expect(file.calls).toEqual(['write 0'])
    await clock.advance(1)
    expect(await inHeader()).toBe(600)
    await clock.advance(200)
    expect(file.calls).toEqual(['write 0', 'write 0'])
    writes(1200)
    await clock.advance(200)
    expect(await inHeader()).toBe(1200)
    expect(clock.pending).toBe(1)
  })

  it('writes no byte where the job writes: whole frames, of an even length', async () => {
    const { clock, file, writes, inHeader, writer } = await setUp()
    writes(6 + 3 + 2)
    expect([writer.framesWritten, writer.bytesWritten]).toEqual([3, dataOffset + 9])
    await clock.advance(200)
    expect(file.calls).toEqual(['write 0', 'write 0'])
    expect(file.content.length).toBe(dataOffset + 11)
    const header = await readWavHeader(new MemoryReader(file.content.slice(0, dataOffset + 6)))
    expect([await inHeader(), header.warnings]).toEqual([6, []])
  })

  it('finishes when the job is over, with a pad byte, once', async () => {
    const { clock, work, file, writes, inHeader, writer } = await setUp({}, true)
    writes(9)
    const finished = writer.finish()
    expect(writer.finish()).toBe(finished)
    await clock.advance(400)
    expect(file.calls).toEqual(['write 0'])
    work.end({})
    await finished
    expect(file.calls.slice(1)).toEqual([
      `write ${dataOffset + 9}`,
      'datasync',
      'write 0',
      'datasync',
    ])
    expect(await inHeader()).toBe(9)
    expect([writer.framesWritten, writer.bytesWritten]).toEqual([3, dataOffset + 10])
    expect([writer.clippedSamples, clock.pending]).toEqual([3, 0])
    await writer.close()
    expect([file.closed, file.calls.length]).toEqual([true, 5])
  })

  it('ends the job when it is closed', async () => {
    const { work, file, writes, inHeader, writer, clock } = await setUp()
    writes(30)
    await writer.close()
    expect([work.aborts, await inHeader(), file.closed, clock.pending]).toEqual([1, 30, true, 0])
  })

  it('makes the file valid where the job could not write, and tells it at once', async () => {
    const { work, file, writes, inHeader, writer, failures, clock } = await setUp()
    writes(17)
    const error = Object.assign(new Error('full'), { code: 'ENOSPC' })
    work.end({ error, part: 'output' })
    await expect.poll(() => failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ code: 'disk-full', details: { framesWritten: 4 } })
    expect([await inHeader(), file.content.length]).toEqual([12, dataOffset + 12])
    expect([writer.framesWritten, writer.bytesWritten]).toEqual([4, dataOffset + 12])
    await expect(writer.finish()).rejects.toBe(failures[0])
    await expect(writer.close()).rejects.toBe(failures[0])
    expect([file.closed, failures.length, clock.pending]).toEqual([true, 1, 0])
  })

  it('ends the job where its own writing fails, before it makes the file valid', async () => {
    const { clock, work, file, writes, inHeader, writer, failures } = await setUp({}, true)
    writes(12)
    file.datasync = () => Promise.reject(Object.assign(new Error('broken'), { code: 'EIO' }))
    work.abort = async () => {
      work.aborts++
      // What it had under way.
      writes(18)
      work.end({})
    }
    await clock.advance(200)
    await expect.poll(() => failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ code: 'io-failed', details: { errno: 'EIO' } })
    expect([work.aborts, await inHeader(), writer.framesWritten]).toEqual([1, 18, 6])
    expect(clock.pending).toBe(0)
    await expect(writer.close()).rejects.toBe(failures[0])
    expect(file.closed).toBe(true)
  })

  it('leaves errors in other parts to those', async () => {
    const { work, writes, inHeader, writer, failures } = await setUp()
    writes(30)
    work.end({ error: new Error('panic'), part: 0 })
    await writer.close()
    expect([failures, await inHeader()]).toEqual([[], 30])
  })
})
