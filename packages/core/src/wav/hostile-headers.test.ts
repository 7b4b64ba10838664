import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPatchcordError } from '../errors/patchcord-error.js'
import { readWavHeader } from './read-wav-header.js'
import { MemoryReader } from './testing/memory-reader.js'
import {
  ascii,
  chunk,
  concat,
  extension,
  fields,
  fmt,
  plainWav,
  riff,
} from './testing/wav-bytes.js'
import type { WavInfo } from './wav-info.js'

const read = (bytes: Uint8Array): Promise<WavInfo> => readWavHeader(new MemoryReader(bytes))
const format = chunk('fmt ', fmt())
const data = chunk('data', new Uint8Array(4))

describe('hostile headers', () => {
  it.each<[string, Uint8Array, string, RegExp]>([
    ['nothing', new Uint8Array(0), 'file-invalid', /empty \(0 bytes\)/],
    ['two bytes', ascii('RI'), 'file-invalid', /ends after 2 bytes/],
    ['half a header', ascii('RIFF1234WAV'), 'file-invalid', /ends after 11 bytes/],
    ['text', ascii('Dear Sir or Madam, '), 'file-invalid', /begins with 'Dear'/],
    ['zeros', new Uint8Array(100), 'file-invalid', /begins with unprintable bytes/],
    ['FLAC', ascii('fLaC and more of it'), 'file-unsupported', /a FLAC file; convert/],
    ['MP3 with a tag', ascii('ID3\u0003.............'), 'file-unsupported', /an MP3 file/],
    [
      'a video',
      riff([format], 'RIFF', 'AVI '),
      'file-unsupported',
      /holds 'AVI ' in place of 'WAVE'/,
    ],
    ['no chunk at all', riff([]), 'file-invalid', /before a 'fmt ' and a 'data' chunk/],
    ['no samples', riff([format]), 'file-invalid', /holds no samples/],
    [
      'samples before the format',
      riff([data, format]),
      'file-invalid',
      /'data' chunk comes before its 'fmt '/,
    ],
    [
      'garbage for a chunk',
      riff([format, new Uint8Array(20)]),
      'file-invalid',
      /no chunk at byte 36/,
    ],
    [
      'a chunk of 4 GB',
      riff([format, chunk('junk', new Uint8Array(4), { statedBytes: 4e9 }), data]),
      'file-invalid',
      /claims 4000000000 bytes/,
    ],
    [
      'a format chunk of 4 GB',
      riff([chunk('fmt ', fmt(), { statedBytes: 4e9 }), data]),
      'file-invalid',
      /'fmt ' at byte 12 claims/,
    ],
    [
      'an endless chunk',
      riff([format, chunk('junk', new Uint8Array(4), { statedBytes: 0xffff_ffff })]),
      'file-invalid',
      /claims 4294967295/,
    ],
    [
      'a short ds64',
      riff([chunk('ds64', new Uint8Array(16)), format, data], 'RF64'),
      'file-invalid',
      /'ds64' chunk has 16/,
    ],
  ])('%s gives a clear error', async (_, bytes, code, message) => {
    const error: unknown = await read(bytes).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message),
      details: { path: 'memory.wav' },
    })
    expect((error as Error).message).toMatch(/^memory\.wav /)
  })

  it('10 000 chunks before the samples are too many', async () => {
    const many = Array.from({ length: 10_000 }, () => chunk('junk', new Uint8Array(2)))
    await expect(read(riff([format, ...many, data]))).rejects.toThrow(
      /within the first 1024 chunks/,
    )
  })

  it('10 000 chunks after the samples are left alone', async () => {
    const many = Array.from({ length: 10_000 }, () => chunk('junk', new Uint8Array(2)))
    const info = await read(riff([format, data, ...many]))
    expect(info.frameCount).toBe(2)
    expect(info.chunks).toHaveLength(1026)
    expect(info.warnings).toEqual([expect.stringMatching(/beyond the first 1024/)])
  })

  it('10 000 tags are cut short', async () => {
    const tags = Array.from({ length: 10_000 }, (_, n) =>
      chunk(`T${n.toString(36).padStart(3, '0')}`, ascii('x')),
    )
    const info = await read(riff([format, data, chunk('LIST', concat(ascii('INFO'), ...tags))]))
    expect(Object.keys(info.tags)).toHaveLength(256)
  })

  it('a table of 4 billion sizes is not built', async () => {
    const table = Array.from({ length: 100 }, (_, n) => concat(ascii('junk'), fields([n, 8])))
    const ds64 = chunk('ds64', concat(fields([0, 8], [4, 8], [2, 8], [0xffff_ffff, 4]), ...table))
    expect((await read(riff([ds64, format, data], 'RF64'))).frameCount).toBe(2)
  })

  it('a broken end does no harm', async () => {
    const claims = chunk('LIST', new Uint8Array(4), { statedBytes: 4e9 })
    const { frameCount, chunks } = await read(riff([format, data, claims]))
    expect(frameCount).toBe(2)
    expect(chunks.map(({ id }) => id)).toEqual(['fmt ', 'data'])
    expect((await read(concat(riff([format, data]), new Uint8Array(1000)))).frameCount).toBe(2)
    const brokenList = concat(
      ascii('INFO'),
      chunk('INAM', ascii('ok')),
      chunk('IART', ascii('x'), { statedBytes: 4e9 }),
    )
    expect((await read(riff([format, data, chunk('LIST', brokenList)]))).tags).toEqual({
      INAM: 'ok',
    })
  })

  const seeds = [
    plainWav(1, 2, 3),
    riff([chunk('fmt ', fmt({ tag: 0xfffe, channelCount: 2, extra: extension(16, 3, 1) })), data]),
    riff([chunk('ds64', fields([0, 8], [4, 8], [2, 8], [0, 4])), format, data], 'RF64'),
    riff([
      format,
      chunk('LIST', concat(ascii('INFO'), chunk('INAM', ascii('a')))),
      chunk('bext', new Uint8Array(602)),
      data,
    ]),
  ]
  const mutation = fc.record({
    seed: fc.nat(seeds.length - 1),
    edits: fc.array(
      fc.tuple(fc.nat(800), fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff, 0x80, 0x7f))),
      { maxLength: 12 },
    ),
    cut: fc.option(fc.nat(800)),
    splice: fc.option(fc.tuple(fc.nat(100), fc.uint8Array({ maxLength: 40 }))),
  })

  it('mutated files never give anything but a PatchcordError, and never a large read', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async ({ seed, edits, cut, splice }) => {
        let bytes: Uint8Array = (seeds[seed] as Uint8Array).slice()
        for (const [at, value] of edits) bytes[at % bytes.length] = value
        if (splice !== null)
          bytes = concat(bytes.subarray(0, splice[0]), splice[1], bytes.subarray(splice[0]))
        if (cut !== null) bytes = bytes.subarray(0, cut)
        // A file that is in truth far longer than its header, so that large claims can come true.
        const reader = new MemoryReader(
          bytes,
          bytes.length + (edits.length % 2 === 0 ? 0 : 2 ** 34),
        )
        try {
          const info = await readWavHeader(reader)
          expect(info.dataOffset + info.dataByteLength).toBeLessThanOrEqual(reader.byteLength)
          expect(Number.isSafeInteger(info.frameCount)).toBe(true)
        } catch (error) {
          if (!isPatchcordError(error)) throw error
        }
        expect(reader.largestRead).toBeLessThanOrEqual(16 * 1024)
        expect(reader.readCount).toBeLessThanOrEqual(5000)
      }),
      { numRuns: 1500 },
    )
  })
})
