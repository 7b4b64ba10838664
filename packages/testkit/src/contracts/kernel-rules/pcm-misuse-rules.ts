import {
  type KernelBackend,
  type PcmByteFormat,
  createPcmDecoder,
  createPcmEncoder,
  isPatchcordError,
} from '@patchcord/core'
import { isDeepStrictEqual } from 'node:util'
import { breach, mustHold } from '../breach.js'
import type { Rule } from '../contract-case.js'
import type { KernelRig } from './kernel-rig.js'

const stereo: PcmByteFormat = { sampleFormat: 's16le', channelCount: 2 }

/** Formats that make no sense. */
const badFormats: readonly unknown[] = [
  { ...stereo, sampleFormat: 's12le' },
  { ...stereo, sampleFormat: 16 },
  { ...stereo, channelCount: 0 },
  { ...stereo, channelCount: 1.5 },
  { ...stereo, channelCount: 1025 },
  { ...stereo, channelCount: '2' },
  { ...stereo, layout: 'diagonal' },
  { ...stereo, sampleRate: 48_000 },
  [],
]

const badDithers: readonly unknown[] = [
  { ...stereo, dither: 'rectangular' },
  { ...stereo, dither: 'tpdf', ditherSeed: -1 },
  { ...stereo, dither: 'tpdf', ditherSeed: 2 ** 32 },
  { ...stereo, sampleFormat: 's32le', dither: 'tpdf' },
  { ...stereo, sampleFormat: 'mulaw', dither: 'tpdf' },
]

/** Frames, the byte and the place to begin at, and samples of an array: there are 40 bytes. */
const badBlocks: readonly (readonly [number, number, number, number])[] = [
  [11, 0, 0, 22],
  [10, 1, 0, 20],
  [10, 0, 1, 20],
  [1, 0, 0, 21],
  [1, -1, 0, 20],
  [1, 0.5, 0, 20],
  [-1, 0, 0, 20],
  [NaN, 0, 0, 20],
  [1, 0, -1, 20],
  [1, 0, Infinity, 20],
  [2 ** 31, 0, 0, 20],
  [2 ** 40, 0, 0, 20],
  ['1' as unknown as number, 0, 0, 20],
]

/** Both must refuse, and say the same. */
function sameRefusal(what: string, ours: () => void, core: () => void): void {
  const [got, due] = [thrownBy(ours), thrownBy(core)]
  if (!isPatchcordError(due)) throw new Error(`core takes ${what}`, { cause: due })
  mustHold(isPatchcordError(got, due.code), `${what} is no ${due.code} error`, got, due)
  const same = got.message === due.message && isDeepStrictEqual(got.details, due.details)
  if (!same) breach(`${what}: the error says something else`, got.message, due.message)
}

function thrownBy(call: () => void): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

/** A backend refuses what core refuses, in the same words, and converts nothing then. */
export function pcmMisuseRules(backend: KernelBackend): readonly Rule<KernelRig>[] {
  const { createPcmDecoder: decoding, createPcmEncoder: encoding } = backend
  if (decoding === undefined && encoding === undefined) return []
  const check = async (): Promise<void> => {
    for (const bad of badFormats) {
      const what = `the format ${JSON.stringify(bad)}`
      const format = bad as PcmByteFormat
      if (decoding !== undefined)
        sameRefusal(
          what,
          () => decoding.call(backend, format),
          () => createPcmDecoder(format),
        )
    }
    for (const bad of [...badFormats, ...badDithers]) {
      const what = `the options ${JSON.stringify(bad)}`
      const options = bad as PcmByteFormat
      if (encoding !== undefined)
        sameRefusal(
          what,
          () => encoding.call(backend, options),
          () => createPcmEncoder(options),
        )
    }
    for (const block of badBlocks) refusesBlock(backend, block)
  }
  return [{ rule: 'pcm-misuse', name: 'refuses what TypeScript refuses, in its words', check }]
}

function refusesBlock(
  backend: KernelBackend,
  [frames, byteStart, start, length]: readonly [number, number, number, number],
): void {
  const what = `${String(frames)} frames from byte ${byteStart} on, at ${start} of ${length} samples,`
  const bytes = new Uint8Array(40).fill(0xa5)
  const planar = new Float32Array(length).fill(0.5)
  const decoder = backend.createPcmDecoder?.(stereo)
  if (decoder !== undefined)
    sameRefusal(
      `${what} to decode`,
      () => decoder.decode(bytes, byteStart, frames, planar, start),
      () => createPcmDecoder(stereo).decode(bytes, byteStart, frames, planar, start),
    )
  const encoder = backend.createPcmEncoder?.(stereo)
  if (encoder !== undefined)
    sameRefusal(
      `${what} to encode`,
      () => encoder.encode(planar, frames, bytes, byteStart, start),
      () => createPcmEncoder(stereo).encode(planar, frames, bytes, byteStart, start),
    )
  const kept = bytes.every((byte) => byte === 0xa5) && planar.every((sample) => sample === 0.5)
  mustHold(kept, `${what} were converted in part`)
}
