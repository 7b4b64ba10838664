import {
  type KernelBackend,
  type PcmBlockDecoder,
  type PcmBlockEncoder,
  type PcmEncodeOptions,
  createPcmDecoder,
  createPcmEncoder,
  jsBackend,
} from '@patchcord/core'
import type { BrokenBackend } from './broken-backends.js'

type DecoderChange = (good: PcmBlockDecoder) => PcmBlockDecoder
type EncoderChange = (good: PcmBlockEncoder, options: PcmEncodeOptions) => PcmBlockEncoder

/** A backend that converts PCM, in TypeScript. */
export function convertingBackend(
  decoder: DecoderChange = (good) => good,
  encoder: EncoderChange = (good) => good,
): KernelBackend {
  return {
    name: 'native',
    create: jsBackend.create,
    createPcmDecoder: (format) => decoder(createPcmDecoder(format)),
    createPcmEncoder: (options) => encoder(createPcmEncoder(options), options),
  }
}

const decoding = (change: DecoderChange) => () => convertingBackend(change)
const encoding = (change: EncoderChange) => () => convertingBackend(undefined, change)

/** An encoder that does something else when it encodes, and counts as the good one. */
function encoder(good: PcmBlockEncoder, encode: PcmBlockEncoder['encode']): PcmBlockEncoder {
  return {
    bytesPerFrame: good.bytesPerFrame,
    get clippedSamples() {
      return good.clippedSamples
    },
    get nanSamples() {
      return good.nanSamples
    },
    encode,
  }
}

/** One for each rule of converting PCM at least. */
export const brokenPcmBackends: readonly BrokenBackend[] = [
  {
    what: 'reads at the beginning of the memory',
    breaks: 'pcm-decode',
    also: ['pcm-misuse'],
    make: decoding((good) => ({
      ...good,
      decode: (bytes, byteStart, frameCount, planar, frameStart) =>
        good.decode(new Uint8Array(bytes.buffer), byteStart, frameCount, planar, frameStart),
    })),
  },
  {
    what: 'writes where no frame was asked for',
    breaks: 'pcm-decode',
    also: [],
    make: decoding((good) => ({
      ...good,
      decode: (bytes, byteStart, frameCount, planar, frameStart) => {
        good.decode(bytes, byteStart, frameCount, planar, frameStart)
        planar[0] = frameStart === 0 ? (planar[0] as number) : 0
      },
    })),
  },
  {
    what: 'spoils the samples that it writes out',
    breaks: 'pcm-encode',
    also: ['pcm-dither'],
    make: encoding((good) =>
      encoder(good, (planar, frameCount, ...where) => {
        good.encode(planar, frameCount, ...where)
        if (frameCount > 0) planar.fill(0)
      }),
    ),
  },
  {
    what: 'rounds ties away from zero',
    breaks: 'pcm-encode',
    also: [],
    make: encoding((good, { sampleFormat, dither }) =>
      encoder(good, (planar, ...rest) => {
        const exact = sampleFormat === 's16le' && dither !== 'tpdf'
        const away = planar.map((x) => (Math.abs(x * 32_768) % 1 === 0.5 ? x * (1 + 2e-6) : x))
        good.encode(exact ? away : planar, ...rest)
      }),
    ),
  },
  {
    what: 'counts NaN as clipped',
    breaks: 'pcm-encode',
    also: ['pcm-dither'],
    make: encoding((good) => ({
      bytesPerFrame: good.bytesPerFrame,
      nanSamples: 0,
      get clippedSamples() {
        return good.clippedSamples + good.nanSamples
      },
      encode: good.encode,
    })),
  },
  {
    what: 'begins its dither anew with each block',
    breaks: 'pcm-dither',
    also: [],
    make: encoding((good, options) =>
      options.dither === 'tpdf'
        ? encoder(good, (planar, frameCount, bytes, ...where) => {
            good.encode(planar, frameCount, bytes, ...where)
            createPcmEncoder(options).encode(planar, frameCount, bytes, ...where)
          })
        : good,
    ),
  },
  {
    what: 'takes what is too long, as far as it goes',
    breaks: 'pcm-misuse',
    also: [],
    make: decoding((good) => ({
      ...good,
      decode: (bytes, byteStart, frameCount, ...where) => {
        const room = Math.floor((bytes.length - byteStart) / good.bytesPerFrame)
        good.decode(bytes, byteStart, Math.min(frameCount, room), ...where)
      },
    })),
  },
  {
    what: 'throws errors of its own',
    breaks: 'pcm-misuse',
    also: [],
    make: () => {
      const good = convertingBackend()
      return {
        ...good,
        createPcmEncoder: (options) => {
          try {
            return createPcmEncoder(options)
          } catch (error) {
            throw new TypeError((error as Error).message, { cause: error })
          }
        },
      }
    },
  },
]
