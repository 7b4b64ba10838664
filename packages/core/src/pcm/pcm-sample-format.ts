import { checkChoice } from '../errors/option-checks.js'

/**
 * How one sample is written as bytes: signed (`s`) or unsigned (`u`) integers, IEEE floats (`f`),
 * with their bits and byte order (`le` little, `be` big endian), or G.711 companding. `s24` is
 * packed into three bytes.
 *
 * Full scale of an integer format of n bits is 2^(n-1): the code 16384 of `s16le` is 0.5, and +1
 * itself lies one step above the highest code. `u8` is `s8` with 128 added. The G.711 laws expand
 * to the 16-bit scale: A-law reaches ±32256/32768, µ-law ±32124/32768.
 */
export type PcmSampleFormat =
  | 's8'
  | 'u8'
  | 's16le'
  | 's16be'
  | 's24le'
  | 's24be'
  | 's32le'
  | 's32be'
  | 'f32le'
  | 'f32be'
  | 'f64le'
  | 'f64be'
  | 'alaw'
  | 'mulaw'

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

/** Every {@link PcmSampleFormat}. */
export const pcmSampleFormats: readonly PcmSampleFormat[] = Object.freeze(
  Object.keys(byteSizes) as PcmSampleFormat[],
)

/** Returns the sample format, or throws `invalid-option` that lists those there are. */
export function checkPcmSampleFormat(sampleFormat: unknown): PcmSampleFormat {
  return checkChoice('sampleFormat', sampleFormat, pcmSampleFormats)
}

/**
 * The bytes that one sample takes: 1 to 8.
 *
 * @example
 * ```ts
 * import { bytesPerSample } from '@patchcord/core'
 *
 * console.log(bytesPerSample('s24le')) // 3
 * ```
 */
export function bytesPerSample(sampleFormat: PcmSampleFormat): number {
  return byteSizes[checkPcmSampleFormat(sampleFormat)]
}
