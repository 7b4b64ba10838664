import { types } from 'node:util'
import { PatchcordError, invalidOption } from '@patchcord/core'
import type { AudioRing } from './audio-ring.js'
import {
  type RingReaderState,
  type RingWriterState,
  longWord,
  markBytes,
  marksAt,
  maxCapacityFrames,
  maxMarks,
  maxSamples,
  readerStates,
  ringBytes,
  ringMagic,
  ringVersion,
  samplesAt,
  word,
  writerStates,
} from './ring-layout.js'

/** A header that no ring can have. */
export function corruptRing(what: string, details: Record<string, unknown>): PatchcordError {
  return new PatchcordError(
    'data-invalid',
    `the memory is no intact ring: ${what}; take a handle that audioRing() made`,
    { details },
  )
}

function usedRing(end: string): PatchcordError {
  return new PatchcordError(
    'already-used',
    `this ring has, or had, its one ${end}; make another ring`,
    { details: { end } },
  )
}

function isPowerOfTwo(value: number, most: number): boolean {
  return value >= 1 && value <= most && 2 ** Math.round(Math.log2(value)) === value
}

/**
 * The memory of a ring, seen by one end. What the maker wrote is checked and copied once, so that
 * nothing that is scribbled over it later can lead an end out of bounds.
 *
 * @internal
 */
export class RingMemory {
  readonly words: Int32Array
  readonly longWords: BigUint64Array
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly channelCount: number
  readonly capacityFrames: number
  readonly markCapacity: number

  constructor(ring: AudioRing) {
    if (typeof ring !== 'object' || ring === null || !types.isSharedArrayBuffer(ring.memory)) {
      throw invalidOption('ring', 'what audioRing() returned', ring)
    }
    const { memory } = ring
    const { byteLength } = memory
    if (byteLength < samplesAt(4) || byteLength % 4 !== 0) {
      throw corruptRing(`${byteLength} bytes`, { byteLength })
    }
    this.words = new Int32Array(memory)
    const read = (at: number): number => Atomics.load(this.words, at) >>> 0
    if (read(word.magic) !== ringMagic)
      throw corruptRing('the magic number is missing', { magic: read(word.magic) })
    if (read(word.version) !== ringVersion) {
      const version = read(word.version)
      throw corruptRing(`version ${version}, not ${ringVersion}`, { version })
    }
    this.capacityFrames = read(word.capacityFrames)
    this.channelCount = read(word.channelCount)
    this.markCapacity = read(word.markCapacity)
    this.sampleRate = new Float64Array(memory, 0, 8)[longWord.sampleRate] as number
    this.checkShape(byteLength, ring)
    this.longWords = new BigUint64Array(memory, 0, samplesAt(this.markCapacity) / 8)
    this.samples = new Float32Array(memory, samplesAt(this.markCapacity))
  }

  /** The part of a ring between two indices: never negative, and right when they wrap. */
  fill(writeIndex: number, readIndex: number): number {
    const frames = (writeIndex - readIndex) >>> 0
    if (frames <= this.capacityFrames) return frames
    throw corruptRing(`its indices are ${frames} frames apart`, { frames })
  }

  /** The same for the marks. */
  markFill(writeIndex: number, readIndex: number): number {
    const marks = (writeIndex - readIndex) >>> 0
    if (marks <= this.markCapacity) return marks
    throw corruptRing(`its marks are ${marks} apart`, { marks })
  }

  get writerState(): RingWriterState {
    return this.stateOf(word.writerState, writerStates)
  }

  get readerState(): RingReaderState {
    return this.stateOf(word.readerState, readerStates)
  }

  /** Takes the place of one end, which only one may have. */
  claim(end: 'writer' | 'reader'): void {
    const { words, writerState, readerState } = this
    if ((end === 'writer' ? writerState : readerState) !== 'absent') throw usedRing(end)
    // The own indices rest, and the other end moves within the capacity: no race fails this check.
    const readIndex = Atomics.load(words, word.readIndex)
    const markReadIndex = Atomics.load(words, word.markReadIndex)
    this.fill(Atomics.load(words, word.writeIndex), readIndex)
    this.markFill(Atomics.load(words, word.markWriteIndex), markReadIndex)
    const place = end === 'writer' ? word.writerState : word.readerState
    if (Atomics.compareExchange(words, place, 0, 1) !== 0) throw usedRing(end)
  }

  /** Counts in a counter of its own end. */
  count(at: number, by: number): void {
    Atomics.store(this.longWords, at, Atomics.load(this.longWords, at) + BigInt(by))
  }

  /** The words and the 64-bit word of a mark. */
  markAt(index: number): { readonly frame: number; readonly gap: number } {
    const at = marksAt + markBytes * (index & (this.markCapacity - 1))
    return { frame: at / 4, gap: at / 8 + 1 }
  }

  private stateOf<T>(at: number, states: readonly T[]): T {
    const value = Atomics.load(this.words, at)
    const state = states[value]
    if (state === undefined) throw corruptRing(`an end is in state ${value}`, { state: value })
    return state
  }

  private checkShape(byteLength: number, handle: AudioRing): void {
    const { capacityFrames, channelCount, markCapacity, sampleRate } = this
    const details = { capacityFrames, channelCount, markCapacity, sampleRate, byteLength }
    if (!isPowerOfTwo(capacityFrames, maxCapacityFrames))
      throw corruptRing(`a capacity of ${capacityFrames} frames`, details)
    if (!(channelCount >= 1 && channelCount <= 1024 && channelCount * capacityFrames <= maxSamples))
      throw corruptRing(`${channelCount} channels`, details)
    if (!isPowerOfTwo(markCapacity, maxMarks) || markCapacity < 4)
      throw corruptRing(`a capacity of ${markCapacity} marks`, details)
    if (!(sampleRate >= 1 && sampleRate <= 1_536_000))
      throw corruptRing(`a sample rate of ${sampleRate} Hz`, details)
    const expected = ringBytes(capacityFrames, channelCount, markCapacity)
    if (byteLength !== expected)
      throw corruptRing(`${byteLength} bytes instead of ${expected}`, details)
    for (const key of ['sampleRate', 'channelCount', 'capacityFrames'] as const) {
      if (handle[key] !== this[key])
        throw corruptRing(`its handle says ${key} ${handle[key]}, its header ${this[key]}`, details)
    }
  }
}
