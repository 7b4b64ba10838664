import { checkKnownOptions, checkNumber, invalidOption } from '@patchcord/core'
import {
  longWord,
  maxCapacityFrames,
  maxSamples,
  ringBytes,
  ringMagic,
  ringVersion,
  word,
} from './ring-layout.js'

/**
 * A ring of audio frames in shared memory. A plain object: send it to a worker thread as it is, and
 * attach one {@link ringWriter} and one {@link ringReader} to it, on whichever threads.
 */
export interface AudioRing {
  /** Header and samples; both ends work on it in place. */
  readonly memory: SharedArrayBuffer
  /** Frames in a second, in Hz. */
  readonly sampleRate: number
  /** Samples in a frame. */
  readonly channelCount: number
  /** Frames that fit: a power of two. */
  readonly capacityFrames: number
}

/** What {@link audioRing} is made of. */
export interface AudioRingOptions {
  /** Frames in a second, in Hz: 1 to 1 536 000. */
  readonly sampleRate: number
  /** Samples in a frame: 1 to 1024. */
  readonly channelCount: number
  /**
   * Frames that must fit, rounded up to a power of two: 1 to 2²⁴, and at most 2²⁸ samples over all
   * channels. The ring delays nothing by itself; this is how far its ends may drift apart.
   *
   * @defaultValue 250 ms
   */
  readonly capacityFrames?: number
}

/** Gaps that a ring can hold at once. A writer that meets more of them drops until one was read. */
const markCapacity = 64

/**
 * Makes a ring of audio frames that two threads can share: JavaScript on both sides, or JavaScript
 * and Rust. Neither side ever waits for the other; a loss is counted, and its place is kept.
 *
 * @throws `invalid-option` where a number is out of range.
 *
 * @example
 * ```ts
 * import { audioRing, ringReader, ringWriter } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 48_000, channelCount: 2, capacityFrames: 4 })
 * const writer = ringWriter(ring) // in one thread
 * const reader = ringReader(ring) // in another
 *
 * // Planar: three frames of the left channel, then three of the right one.
 * console.log(writer.write(Float32Array.of(1, 2, 3, -1, -2, -3))) // 3
 * const two = new Float32Array(4)
 * console.log(reader.read(two), two) // 2 Float32Array(4) [ 1, 2, -1, -2 ]
 * console.log(reader.availableFrames, writer.freeFrames) // 1 3
 * ```
 */
export function audioRing(options: AudioRingOptions): AudioRing {
  if (options === undefined) throw invalidOption('audioRing options', 'an object', options)
  checkKnownOptions('audioRing', options, ['sampleRate', 'channelCount', 'capacityFrames'])
  const sampleRate = checkNumber('sampleRate', options.sampleRate, {
    min: 1,
    max: 1_536_000,
    unit: 'Hz',
  })
  const channelCount = checkNumber('channelCount', options.channelCount, {
    min: 1,
    max: 1024,
    integer: true,
  })
  const wanted = checkNumber(
    'capacityFrames',
    options.capacityFrames ?? Math.ceil(sampleRate / 4),
    {
      min: 1,
      max: Math.min(maxCapacityFrames, 2 ** Math.floor(Math.log2(maxSamples / channelCount))),
      integer: true,
      unit: 'frames',
    },
  )
  const capacityFrames = 2 ** Math.ceil(Math.log2(wanted))
  const memory = new SharedArrayBuffer(ringBytes(capacityFrames, channelCount, markCapacity))
  const words = new Int32Array(memory)
  new Float64Array(memory, 0, 8)[longWord.sampleRate] = sampleRate
  words[word.version] = ringVersion
  words[word.capacityFrames] = capacityFrames
  words[word.channelCount] = channelCount
  words[word.markCapacity] = markCapacity
  // Last, so that whoever sees the magic number sees the rest.
  Atomics.store(words, word.magic, ringMagic)
  return { memory, sampleRate, channelCount, capacityFrames }
}
