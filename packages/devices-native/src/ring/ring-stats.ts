import type { AudioRing } from './audio-ring.js'
import { type RingReaderState, type RingWriterState, longWord, word } from './ring-layout.js'
import { RingMemory } from './ring-memory.js'

/** What happened in a ring so far, seen from either end or from outside. */
export interface RingStats {
  /** Frames that wait to be read. */
  readonly availableFrames: number
  /** Writes that found too little room and dropped what did not fit. */
  readonly overruns: number
  /** Frames that were dropped in them. */
  readonly droppedFrames: number
  /** Reads that found too few frames and put silence in their place. */
  readonly underruns: number
  /** Frames of silence that were put in. */
  readonly missingFrames: number
  readonly writerState: RingWriterState
  readonly readerState: RingReaderState
}

/** @internal */
export function readStats(memory: RingMemory): RingStats {
  const count = (at: number): number => Number(Atomics.load(memory.longWords, at))
  // The reader's index first, so that the difference cannot be negative; from outside, both may
  // have moved on between the two, which would look like more than fits.
  const readIndex = Atomics.load(memory.words, word.readIndex)
  const frames = (Atomics.load(memory.words, word.writeIndex) - readIndex) >>> 0
  return {
    availableFrames: Math.min(frames, memory.capacityFrames),
    overruns: count(longWord.overruns),
    droppedFrames: count(longWord.droppedFrames),
    underruns: count(longWord.underruns),
    missingFrames: count(longWord.missingFrames),
    writerState: memory.writerState,
    readerState: memory.readerState,
  }
}

/**
 * Looks at a ring from outside: for the thread that made it and sent it to its two ends. Each
 * figure is exact; together they are no snapshot, because the ends go on meanwhile.
 *
 * @throws `data-invalid` where the memory is no intact ring.
 *
 * @example
 * ```ts
 * import { audioRing, ringStats, ringWriter } from '@patchcord/devices-native'
 *
 * const ring = audioRing({ sampleRate: 48_000, channelCount: 1, capacityFrames: 512 })
 * ringWriter(ring).writeOrDrop(new Float32Array(480))
 * const { availableFrames, droppedFrames, readerState } = ringStats(ring)
 * console.log(availableFrames, droppedFrames, readerState) // 480 0 absent
 * ```
 */
export function ringStats(ring: AudioRing): RingStats {
  return readStats(new RingMemory(ring))
}
