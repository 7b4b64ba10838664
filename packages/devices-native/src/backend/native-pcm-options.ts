import type { PcmByteFormat, PcmDither, PcmEncodeOptions, PcmSampleFormat } from '@patchcord/core'
import { pcmError, pcmMisfit } from './native-pcm-error.js'

const byteSizes: Readonly<Record<PcmSampleFormat, number>> = Object.freeze({
  s8: 1,
  u8: 1,
  s16le: 2,
  s16be: 2,
  s24le: 3,
  s24be: 3,
  s32le: 4,
  s32be: 4,
  f32le: 4,
  f32be: 4,
  f64le: 8,
  f64be: 8,
  alaw: 1,
  mulaw: 1,
})

const formatNames = ['sampleFormat', 'channelCount', 'layout']

/** A format that was checked. */
export interface CheckedPcmFormat extends Required<PcmByteFormat> {
  readonly bytesPerFrame: number
}

/** The options of a decoder, checked as core's `createPcmDecoder` does it. */
export function checkPcmFormat(format: PcmByteFormat): CheckedPcmFormat {
  checkNames('createPcmDecoder', format, formatNames)
  return checkedFormat(format)
}

/** The options of an encoder, checked as core's `createPcmEncoder` does it. */
export function checkPcmEncoding(
  options: PcmEncodeOptions,
): CheckedPcmFormat & { readonly dither: PcmDither; readonly ditherSeed: number } {
  checkNames('createPcmEncoder', options, [...formatNames, 'dither', 'ditherSeed'])
  const format = checkedFormat(options)
  const dither = checkChoice('dither', options.dither ?? 'none', ['none', 'tpdf'])
  const ditherSeed = checkWhole('ditherSeed', options.ditherSeed ?? 0, 0, 0xffff_ffff)
  if (dither !== 'none' && !/^[su](8|16|24)/.test(format.sampleFormat)) {
    const expected = `'none' for ${format.sampleFormat} (it is for integers of up to 24 bits)`
    throw pcmMisfit('dither', expected, dither)
  }
  return { ...format, dither, ditherSeed }
}

function checkedFormat(format: PcmByteFormat): CheckedPcmFormat {
  const sampleFormats = Object.keys(byteSizes) as PcmSampleFormat[]
  const sampleFormat = checkChoice('sampleFormat', format.sampleFormat, sampleFormats)
  const channelCount = checkWhole('channelCount', format.channelCount, 1, 1024)
  const layout = checkChoice('layout', format.layout ?? 'interleaved', ['interleaved', 'planar'])
  const bytesPerFrame = byteSizes[sampleFormat] * channelCount
  return { sampleFormat, channelCount, layout, bytesPerFrame }
}

function checkNames(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw pcmMisfit(`${where} options`, 'an object', options)
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const names = known.map((key) => `'${key}'`).join(', ')
  throw pcmError(`${where} has no option '${unknown}'; it takes ${names}`, { option: unknown })
}

function checkChoice<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T
  const names = choices.map((choice) => `'${choice}'`).join(', ')
  throw pcmMisfit(name, `one of ${names}`, value)
}

/** The value if it is a whole number of a range, else throws. */
export function checkWhole(name: string, value: unknown, min: number, max: number): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)
    return value as number
  throw pcmMisfit(name, `a whole number from ${min} to ${max}`, value)
}
