import { describe, expect, it } from 'vitest'
import { readWavHeader } from './read-wav-header.js'
import { FakeFile } from './testing/fake-file.js'
import { MemoryReader } from './testing/memory-reader.js'
import { WavFileBody } from './wav-file-body.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import type { WavInfo } from './wav-info.js'

const stereo = { sampleRate: 48_000, channelCount: 2 }
const layout = wavHeaderLayout('s16', stereo, false)
const parse = (file: FakeFile): Promise<WavInfo> => readWavHeader(new MemoryReader(file.content))
const frames = (count: number): Uint8Array => new Uint8Array(count * 4).fill(7)

describe('WavFileBody', () => {
  it('is a valid empty file after the start', async () => {
    const file = new FakeFile()
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
    await body.start()
    expect(await parse(file)).toMatchObject({ frameCount: 0, warnings: [] })
    expect(body.bytesWritten).toBe(file.content.length)
  })

  it('writes samples first and the header after them', async () => {
    const file = new FakeFile()
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
    await body.start()
    await body.append(frames(10))
    expect(new DataView(file.content.buffer).getUint32(layout.dataOffset - 4, true)).toBe(0)
    expect(body.uncommittedBytes).toBe(40)
    await body.commit()
    expect(await parse(file)).toMatchObject({ frameCount: 10, warnings: [] })
    expect(body.uncommittedBytes).toBe(0)
    expect(file.calls).toEqual([`write 0`, `write ${layout.dataOffset}`, 'write 0'])
  })

  it('waits for the disk before the header and after it, where that is asked for', async () => {
    const file = new FakeFile()
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: true })
    await body.append(frames(1))
    await body.commit()
    expect(file.calls).toEqual([`write ${layout.dataOffset}`, 'datasync', 'write 0', 'datasync'])
  })

  it('pads an odd length, and writes on over the pad byte', async () => {
    const mono = wavHeaderLayout('u8', { sampleRate: 8000, channelCount: 1 }, false)
    const file = new FakeFile()
    const body = new WavFileBody({ path: 'a.wav', file, layout: mono, synced: false })
    await body.append(Uint8Array.of(1, 2, 3))
    await body.commit()
    expect([...file.content.subarray(mono.dataOffset)]).toEqual([1, 2, 3, 0])
    expect(body.bytesWritten).toBe(file.content.length)
    await body.append(Uint8Array.of(4, 5))
    await body.commit()
    expect([...file.content.subarray(mono.dataOffset)]).toEqual([1, 2, 3, 4, 5, 0])
    expect((await parse(file)).frameCount).toBe(5)
  })

  it('puts short writes together', async () => {
    const file = new FakeFile({ largestWrite: 7 })
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
    await body.append(frames(10))
    await body.commit()
    expect(await parse(file)).toMatchObject({ frameCount: 10, warnings: [] })
    expect([...file.content.subarray(layout.dataOffset)]).toEqual([...frames(10)])
  })

  it('becomes RF64 in place', async () => {
    const file = new FakeFile()
    const body = new WavFileBody({
      path: 'a.wav',
      file,
      layout,
      synced: false,
      largestRiffBytes: 100,
    })
    await body.append(frames(4))
    await body.commit()
    expect((await parse(file)).container).toBe('RIFF')
    await body.append(frames(10))
    await body.commit()
    expect(await parse(file)).toMatchObject({ container: 'RF64', frameCount: 14, warnings: [] })
  })

  it.each([
    [0, 10],
    [1, 10],
    [3, 10],
    [4, 11],
    [39, 19],
  ])('keeps the whole frames when the disk is full %i bytes on', async (room, frameCount) => {
    const file = new FakeFile({ capacity: layout.dataOffset + 40 + room })
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
    await body.append(frames(10))
    await body.commit()
    await expect(body.append(frames(10))).rejects.toMatchObject({
      code: 'disk-full',
      message: `a.wav could not be written: the disk is full; free some space. The file is valid and holds the ${frameCount} frames before`,
      details: { path: 'a.wav', errno: 'ENOSPC', framesWritten: frameCount },
    })
    expect(await parse(file)).toMatchObject({
      frameCount,
      warnings: [],
      byteLength: layout.dataOffset + frameCount * 4,
    })
    expect(body.framesWritten).toBe(frameCount)
    expect(body.uncommittedBytes).toBe(0)
  })

  it('drops a frame where there is no room for the pad byte', async () => {
    const mono = wavHeaderLayout('s24', { sampleRate: 8000, channelCount: 1 }, false)
    const file = new FakeFile({ capacity: mono.dataOffset + 9 })
    const body = new WavFileBody({ path: 'a.wav', file, layout: mono, synced: false })
    await body.append(new Uint8Array(9))
    await expect(body.commit()).rejects.toMatchObject({
      code: 'disk-full',
      details: { framesWritten: 2 },
    })
    expect(await parse(file)).toMatchObject({ frameCount: 2, warnings: [] })
  })

  it('fails when the system writes nothing', async () => {
    const body = new WavFileBody({
      path: 'a.wav',
      file: new FakeFile({ largestWrite: 0 }),
      layout,
      synced: false,
    })
    await expect(body.append(frames(1))).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringMatching(
        /wrote nothing.*header could not be brought up to date either/,
      ),
    })
  })

  it('names the file when not even the header can be written', async () => {
    const file = new FakeFile({ capacity: 10 })
    const body = new WavFileBody({ path: 'a.wav', file, layout, synced: false })
    await expect(body.start()).rejects.toMatchObject({
      code: 'disk-full',
      details: { path: 'a.wav' },
    })
  })
})
