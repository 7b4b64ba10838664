/**
 * How samples are stored in a WAV file: unsigned 8-bit, signed 16-, 24- (packed) and 32-bit
 * integer, 32- and 64-bit float, A-law and µ-law (ITU-T G.711).
 */
export type WavSampleFormat = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'alaw' | 'mulaw'

/** What a {@link WavSampleFormat} means in the terms of a `fmt ` chunk. @internal */
export interface WavEncoding {
  /** `WAVE_FORMAT_PCM` 1, `IEEE_FLOAT` 3, `ALAW` 6, `MULAW` 7. */
  readonly formatTag: number
  readonly bytesPerSample: number
}

/** Every sample format with its place in the `fmt ` chunk. @internal */
export const wavEncodings: Readonly<Record<WavSampleFormat, WavEncoding>> = {
  u8: { formatTag: 1, bytesPerSample: 1 },
  s16: { formatTag: 1, bytesPerSample: 2 },
  s24: { formatTag: 1, bytesPerSample: 3 },
  s32: { formatTag: 1, bytesPerSample: 4 },
  f32: { formatTag: 3, bytesPerSample: 4 },
  f64: { formatTag: 3, bytesPerSample: 8 },
  alaw: { formatTag: 6, bytesPerSample: 1 },
  mulaw: { formatTag: 7, bytesPerSample: 1 },
}

/** The names, in the order of the type. @internal */
export const wavSampleFormats: readonly WavSampleFormat[] = [
  'u8',
  's16',
  's24',
  's32',
  'f32',
  'f64',
  'alaw',
  'mulaw',
]

/** The sample format of a format tag and a container size, or `undefined` where there is none. @internal */
export function findWavSampleFormat(
  formatTag: number,
  bytesPerSample: number,
): WavSampleFormat | undefined {
  return wavSampleFormats.find((name) => {
    const encoding = wavEncodings[name]
    return encoding.formatTag === formatTag && encoding.bytesPerSample === bytesPerSample
  })
}
