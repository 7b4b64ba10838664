import { describe, expect, it } from 'vitest'
import { parseFmtChunk } from './fmt-chunk.js'
import { type FmtOptions, concat, extension, fmt } from './testing/wav-bytes.js'

function parse(options: FmtOptions): ReturnType<typeof parseFmtChunk> {
  const bytes = fmt(options)
  return parseFmtChunk('a.wav', new DataView(bytes.buffer), options.littleEndian ?? true)
}

describe('parseFmtChunk', () => {
  it.each([
    [1, 8, 'u8'],
    [1, 16, 's16'],
    [1, 24, 's24'],
    [1, 32, 's32'],
    [3, 32, 'f32'],
    [3, 64, 'f64'],
    [6, 8, 'alaw'],
    [7, 8, 'mulaw'],
  ])('reads tag %i with %i bits as %s', (tag, bits, sampleFormat) => {
    expect(parse({ tag, bits, channelCount: 2, sampleRate: 44_100 })).toEqual({
      sampleFormat,
      sampleRate: 44_100,
      channelCount: 2,
      channelLayout: undefined,
      bytesPerFrame: (2 * bits) / 8,
      validBits: bits,
      warning: undefined,
    })
  })

  it('reads big-endian fields', () => {
    expect(parse({ littleEndian: false, sampleRate: 96_000 }).sampleRate).toBe(96_000)
  })

  it('reads an extensible format with its valid bits and layout', () => {
    const read = parse({ tag: 0xfffe, channelCount: 6, bits: 24, extra: extension(20, 0x3f, 1) })
    expect(read.sampleFormat).toBe('s24')
    expect(read.validBits).toBe(20)
    expect(read.channelLayout).toEqual(['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'])
  })

  it.each([0, 99])('takes %i valid bits of 32 as all of them', (validBits) => {
    expect(parse({ tag: 0xfffe, bits: 32, extra: extension(validBits, 4, 3) }).validBits).toBe(32)
  })

  it('takes 12 bits as the upper ones of 16', () => {
    expect(parse({ bits: 12 })).toMatchObject({
      sampleFormat: 's16',
      validBits: 12,
      bytesPerFrame: 2,
    })
  })

  it('puts up with a block size of 0 and says so', () => {
    expect(parse({ channelCount: 2, blockAlign: 0 })).toMatchObject({
      bytesPerFrame: 4,
      warning: 'The block size was 0; 4 bytes were assumed.',
    })
  })

  it.each([
    ['0 channels', { channelCount: 0 }, 'file-invalid', /0 channels/],
    ['2000 channels', { channelCount: 2000 }, 'file-unsupported', /2000 channels, at most 1024/],
    ['0 Hz', { sampleRate: 0 }, 'file-invalid', /0 Hz/],
    ['a rate of 4 GHz', { sampleRate: 4e9 }, 'file-unsupported', /4000000000 Hz, at most 1536000/],
    ['0 bits', { bits: 0 }, 'file-unsupported', /0-bit PCM/],
    ['64-bit integers', { bits: 64 }, 'file-unsupported', /64-bit PCM/],
    ['16-bit floats', { tag: 3 }, 'file-unsupported', /16-bit float/],
    ['MP3', { tag: 0x55 }, 'file-unsupported', /MP3.*convert it/i],
    ['an unknown tag', { tag: 0x1234 }, 'file-unsupported', /format 0x1234/],
    [
      'a block size that lies',
      { channelCount: 2, blockAlign: 6 },
      'file-invalid',
      /6 bytes, but 2 channels of 16 bits take 4/,
    ],
    [
      'an extension that is cut',
      { tag: 0xfffe, extra: new Uint8Array(8) },
      'file-invalid',
      /has 24 bytes, 40 are needed/,
    ],
  ] as const)('refuses %s', (_, options, code, message) => {
    expect(() => parse(options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
    expect(() => parse(options)).toThrow(/^a\.wav /)
  })

  it.each([28, 30, 32, 39])('refuses a sub-format whose GUID differs at byte %i', (index) => {
    const bytes = fmt({ tag: 0xfffe, extra: extension(16, 4, 1) })
    bytes[index] = (bytes[index] as number) ^ 0x55
    const view = new DataView(bytes.buffer)
    expect(() => parseFmtChunk('a.wav', view, true)).toThrow(
      expect.objectContaining({ code: 'file-unsupported' }),
    )
  })

  it('refuses a chunk that is too short', () => {
    const view = new DataView(concat(fmt()).buffer, 0, 14)
    expect(() => parseFmtChunk('a.wav', view, true)).toThrow(/has 14 bytes, at least 16/)
  })
})
