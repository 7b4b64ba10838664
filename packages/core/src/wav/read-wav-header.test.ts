import { describe, expect, it } from 'vitest'
import { readWavHeader } from './read-wav-header.js'
import { MemoryReader } from './testing/memory-reader.js'
import { ascii, chunk, concat, fields, fmt, plainWav, riff } from './testing/wav-bytes.js'
import type { WavInfo } from './wav-info.js'

const read = (bytes: Uint8Array, byteLength?: number): Promise<WavInfo> =>
  readWavHeader(new MemoryReader(bytes, byteLength))
const format = chunk('fmt ', fmt())
const samples = fields([1, 2], [2, 2], [3, 2])
const info = (text: string): Uint8Array => concat(ascii('INFO'), chunk('INAM', ascii(`${text}\0`)))

describe('readWavHeader', () => {
  it('reads a plain file', async () => {
    expect(await read(plainWav(1, 2, 3, 4))).toEqual({
      path: 'memory.wav',
      container: 'RIFF',
      sampleFormat: 's16',
      validBits: 16,
      format: { sampleRate: 8000, channelCount: 1 },
      frameCount: 4,
      durationMs: 0.5,
      byteLength: 52,
      dataOffset: 44,
      dataByteLength: 8,
      chunks: [
        { id: 'fmt ', offset: 20, byteLength: 16 },
        { id: 'data', offset: 44, byteLength: 8 },
      ],
      tags: {},
      warnings: [],
    })
  })

  it('skips unknown chunks before and after the samples, odd ones padded', async () => {
    const odd = chunk('odd ', new Uint8Array(3))
    const read3 = await read(
      riff([odd, format, odd, chunk('data', samples), odd, chunk('LIST', info('Title'))]),
    )
    expect(read3.chunks.map(({ id }) => id)).toEqual([
      'odd ',
      'fmt ',
      'odd ',
      'data',
      'odd ',
      'LIST',
    ])
    expect(read3.frameCount).toBe(3)
    expect(read3.tags).toEqual({ INAM: 'Title' })
    expect(read3.warnings).toEqual([])
  })

  it('finds the next chunk where the pad byte was forgotten', async () => {
    const odd = chunk('odd ', new Uint8Array(3), { pad: false })
    expect((await read(riff([odd, format, odd, chunk('data', samples)]))).frameCount).toBe(3)
  })

  it('reads big-endian files', async () => {
    const big = riff(
      [
        chunk('fmt ', fmt({ littleEndian: false, sampleRate: 22_050 }), { littleEndian: false }),
        chunk('data', samples, { littleEndian: false }),
      ],
      'RIFX',
    )
    expect(await read(big)).toMatchObject({
      container: 'RIFX',
      frameCount: 3,
      format: { sampleRate: 22_050 },
    })
  })

  it('reads the broadcast extension', async () => {
    const content = new Uint8Array(602)
    content.set(ascii('A description'), 0)
    content.set(ascii('Origin'), 256)
    content.set(ascii('Ref'), 288)
    content.set(ascii('2026-01-3112:34:56'), 320)
    content.set(fields([4_800_000_000, 8]), 338)
    const { broadcast } = await read(riff([chunk('bext', content), format, chunk('data', samples)]))
    expect(broadcast).toEqual({
      description: 'A description',
      originator: 'Origin',
      originatorReference: 'Ref',
      originationDate: '2026-01-31',
      originationTime: '12:34:56',
      timeReferenceFrames: 4_800_000_000,
    })
    const short = await read(
      riff([chunk('bext', content.subarray(0, 345)), format, chunk('data', samples)]),
    )
    expect('broadcast' in short).toBe(false)
  })

  it.each(['RF64', 'BW64'])('reads a %s file of 12 GiB from its 64-bit sizes', async (magic) => {
    const dataBytes = 12 * 2 ** 30
    const ds64 = fields([0, 8], [dataBytes, 8], [dataBytes / 2, 8], [1, 4])
    const table = concat(ascii('big '), fields([6, 8]))
    const big = chunk('big ', new Uint8Array(6), { statedBytes: 0xffff_ffff })
    const data = chunk('data', samples, { statedBytes: 0xffff_ffff })
    const head = riff([chunk('ds64', concat(ds64, table)), big, format, data], magic)
    const result = await read(head, head.length - 6 + dataBytes)
    expect(result).toMatchObject({
      container: magic,
      frameCount: dataBytes / 2,
      dataByteLength: dataBytes,
      warnings: [],
    })
  })

  it('believes the 32-bit length in an RF64 file where it is stated', async () => {
    const ds64 = chunk('ds64', fields([0, 8], [999, 8], [0, 8]))
    expect((await read(riff([ds64, format, chunk('data', samples)], 'RF64'))).frameCount).toBe(3)
  })

  it('reads an RF64 file without its 64-bit sizes to the end', async () => {
    const data = chunk('data', samples, { statedBytes: 0xffff_ffff })
    const result = await read(riff([format, data], 'RF64'))
    expect(result.frameCount).toBe(3)
    expect(result.warnings).toEqual([expect.stringMatching(/not stated/)])
  })
})

describe('the length of the samples', () => {
  const withLength = (statedBytes: number, after: Uint8Array[] = []): Promise<WavInfo> =>
    read(riff([format, chunk('data', samples, { statedBytes }), ...after]))

  it('is believed where it ends inside the file', async () => {
    const result = await withLength(4)
    expect(result).toMatchObject({ frameCount: 2, dataByteLength: 4, warnings: [] })
  })

  it.each([
    [0, /stated as 0;/],
    [0xffff_ffff, /not stated/],
    [1000, /stated as 1000 bytes, of which the file has 6/],
  ])('stated as %i means to the end of the file', async (statedBytes, warning) => {
    const result = await withLength(statedBytes)
    expect(result.frameCount).toBe(3)
    expect(result.warnings).toEqual([expect.stringMatching(warning)])
    expect(result.chunks.at(-1)).toEqual({ id: 'data', offset: 44, byteLength: 6 })
  })

  it('of 0 is believed at the end of the file and before other chunks', async () => {
    const empty = chunk('data', new Uint8Array(0))
    expect(await read(riff([format, empty]))).toMatchObject({ frameCount: 0, warnings: [] })
    const tagged = await read(riff([format, empty, chunk('LIST', info('x'))]))
    expect(tagged).toMatchObject({ frameCount: 0, tags: { INAM: 'x' }, warnings: [] })
  })

  it('of 0 is not believed before what only begins like a chunk', async () => {
    const lookalike = concat(ascii('LIST'), fields([5000, 4]))
    expect(
      (await read(riff([format, chunk('data', lookalike, { statedBytes: 0 })]))).frameCount,
    ).toBe(4)
  })

  it('of 0 is believed before very many chunks', async () => {
    const many = Array.from({ length: 70 }, () => chunk('junk', new Uint8Array(0)))
    expect((await read(riff([format, chunk('data', new Uint8Array(0)), ...many]))).frameCount).toBe(
      0,
    )
  })

  it('leaves a last incomplete frame out and says so', async () => {
    const result = await read(riff([format, chunk('data', new Uint8Array(7))]))
    expect(result).toMatchObject({ frameCount: 3, dataByteLength: 6 })
    expect(result.warnings).toEqual([
      'The last 1 bytes of the samples are no whole frame and were left out.',
    ])
  })

  it('notes a block size of 0 among the warnings', async () => {
    const result = await read(riff([chunk('fmt ', fmt({ blockAlign: 0 })), chunk('data', samples)]))
    expect(result.warnings).toEqual([expect.stringMatching(/block size was 0/)])
  })
})
