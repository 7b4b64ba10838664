import type { AudioFormat } from '../format/audio-format.js'
import type { WavSampleFormat } from './wav-sample-format.js'

/**
 * The kind of file: `RIFF` (little-endian, up to 4 GiB), `RIFX` (big-endian), `RF64` (EBU Tech
 * 3306) and `BW64` (ITU-R BS.2088) with 64-bit sizes.
 */
export type WavContainer = 'RIFF' | 'RIFX' | 'RF64' | 'BW64'

/** One chunk of a WAV file. */
export interface WavChunk {
  /** Four characters, trailing spaces included: `'fmt '`, `'LIST'`. */
  readonly id: string
  /** Where its content begins, in bytes from the start of the file. */
  readonly offset: number
  /** Bytes of its content that are in the file, without the pad byte. */
  readonly byteLength: number
}

/** The broadcast extension (`bext`, EBU Tech 3285) of a WAV file. */
export interface WavBroadcast {
  readonly description: string
  readonly originator: string
  readonly originatorReference: string
  /** `yyyy-mm-dd`, as written in the file. */
  readonly originationDate: string
  /** `hh:mm:ss`, as written in the file. */
  readonly originationTime: string
  /** Frames from midnight to the first frame of the file. */
  readonly timeReferenceFrames: number
}

/** What the header of a WAV file says, and what is really there. */
export interface WavInfo {
  readonly path: string
  readonly container: WavContainer
  readonly sampleFormat: WavSampleFormat
  /** Bits of each sample that carry sound: 20 in a 24-bit sample, say. */
  readonly validBits: number
  readonly format: AudioFormat
  /** Whole frames that can be read. */
  readonly frameCount: number
  readonly durationMs: number
  /** Size of the file when it was opened, in bytes. */
  readonly byteLength: number
  /** Where the samples begin, in bytes from the start of the file. */
  readonly dataOffset: number
  /** Bytes of sample data that can be read: a whole number of frames. */
  readonly dataByteLength: number
  /** All chunks in the order of the file; at most 1024 of them after the samples. */
  readonly chunks: readonly WavChunk[]
  /** Texts of the `LIST`/`INFO` chunk by their four-character ids: `INAM` the title, `IART` the artist. */
  readonly tags: Readonly<Record<string, string>>
  readonly broadcast?: WavBroadcast
  /** What was wrong with the file and put up with, in sentences. */
  readonly warnings: readonly string[]
}
