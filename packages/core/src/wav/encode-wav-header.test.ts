import { describe, expect, it } from 'vitest'
import type { AudioFormat } from '../format/audio-format.js'
import { encodeWavHeader, largestRiffBytes } from './encode-wav-header.js'
import { readWavHeader } from './read-wav-header.js'
import { MemoryReader } from './testing/memory-reader.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { type WavSampleFormat, wavEncodings, wavSampleFormats } from './wav-sample-format.js'

const stereo: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const fieldsOf = (header: Uint8Array): DataView => new DataView(header.buffer)
const text = (header: Uint8Array, at: number): string =>
  Buffer.from(header).toString('latin1', at, at + 4)

describe('encodeWavHeader', () => {
  const cases = wavSampleFormats.flatMap((name) => [false, true].map((ext) => [name, ext] as const))

  it.each(cases)(
    'writes what the reader understands: %s, extensible %s',
    async (sampleFormat, extensible) => {
      const layout = wavHeaderLayout(sampleFormat, stereo, extensible)
      const dataBytes = 100 * layout.bytesPerFrame
      const header = encodeWavHeader(layout, dataBytes)
      const info = await readWavHeader(new MemoryReader(header, header.length + dataBytes))
      expect(info).toMatchObject({ container: 'RIFF', sampleFormat, frameCount: 100, warnings: [] })
      expect(info.dataOffset).toBe(header.length)
      expect(info.format).toEqual(extensible ? { ...stereo, channelLayout: ['FL', 'FR'] } : stereo)
      expect(fieldsOf(header).getUint32(4, true)).toBe(header.length - 8 + dataBytes)
      const isPcm = wavEncodings[sampleFormat].formatTag === 1
      expect(info.chunks.map(({ id }) => id)).toEqual(
        isPcm ? ['JUNK', 'fmt ', 'data'] : ['JUNK', 'fmt ', 'fact', 'data'],
      )
    },
  )

  it('states the rates and the frames', () => {
    const header = encodeWavHeader(wavHeaderLayout('f32', stereo, false), 8 * 1000)
    const view = fieldsOf(header)
    expect(view.getUint32(12 + 36 + 8 + 8, true)).toBe(48_000 * 8)
    expect(text(header, 74)).toBe('fact')
    expect(view.getUint32(82, true)).toBe(1000)
  })

  it('counts the pad byte into the file and not into the samples', () => {
    const layout = wavHeaderLayout('u8', { sampleRate: 8000, channelCount: 1 }, false)
    const view = fieldsOf(encodeWavHeader(layout, 3))
    expect(view.getUint32(4, true)).toBe(layout.dataOffset - 8 + 4)
    expect(view.getUint32(layout.dataOffset - 4, true)).toBe(3)
  })

  it('uses the usual places of more than two channels, and none where there is no convention', async () => {
    const layoutFor = (format: AudioFormat): Promise<unknown> => {
      const header = encodeWavHeader(wavHeaderLayout('s16', format, true), 0)
      return readWavHeader(new MemoryReader(header)).then((info) => info.format.channelLayout)
    }
    expect(await layoutFor({ sampleRate: 48_000, channelCount: 4 })).toEqual([
      'FL',
      'FR',
      'BL',
      'BR',
    ])
    expect(await layoutFor({ sampleRate: 48_000, channelCount: 12 })).toBeUndefined()
    const sides = { sampleRate: 48_000, channelCount: 2, channelLayout: ['SL', 'SR'] } as const
    expect(await layoutFor(sides)).toEqual(['SL', 'SR'])
  })

  it('bounds the byte rate, which 32 bits cannot always state', () => {
    const most = wavHeaderLayout('f64', { sampleRate: 1_536_000, channelCount: 1024 }, true)
    expect(new DataView(most.fmt.buffer).getUint32(8, true)).toBe(0xffff_ffff)
  })

  it.each<WavSampleFormat>(['s16', 'f32'])(
    'becomes RF64 of the same length beyond 4 GiB: %s',
    async (sampleFormat) => {
      const layout = wavHeaderLayout(sampleFormat, stereo, true)
      const fits = largestRiffBytes + 8 - layout.dataOffset
      const last = fits - (fits % layout.bytesPerFrame)
      for (const [dataBytes, container] of [
        [last, 'RIFF'],
        [last + layout.bytesPerFrame, 'RF64'],
        [2 ** 40, 'RF64'],
      ] as const) {
        const header = encodeWavHeader(layout, dataBytes)
        expect(header.length).toBe(layout.dataOffset)
        const info = await readWavHeader(new MemoryReader(header, header.length + dataBytes))
        expect(info).toMatchObject({ container, dataByteLength: dataBytes, warnings: [] })
      }
      const view = fieldsOf(encodeWavHeader(layout, 2 ** 40))
      expect(view.getBigUint64(20, true)).toBe(BigInt(layout.dataOffset - 8 + 2 ** 40))
      expect(view.getBigUint64(36, true)).toBe(BigInt(2 ** 40 / layout.bytesPerFrame))
    },
  )

  it('turns to RF64 where a lowered bound says so', () => {
    const layout = wavHeaderLayout('s16', stereo, false)
    expect(text(encodeWavHeader(layout, 400, layout.dataOffset + 392), 0)).toBe('RIFF')
    expect(text(encodeWavHeader(layout, 404, layout.dataOffset + 392), 0)).toBe('RF64')
  })
})
