/**
 * The memory of a ring, byte for byte; `native/ring/src/layout.rs` says the same in Rust. Numbers
 * are in the machine's own order. Lines are 64 bytes, as cache lines are: what one end writes often
 * never shares a line with what the other end writes.
 *
 * | byte | type | what                                                           | written by |
 * | ---- | ---- | -------------------------------------------------------------- | ---------- |
 * | 0    | u32  | magic number, the letters `PCRG`                               | the maker  |
 * | 4    | u32  | version of this layout                                         | the maker  |
 * | 8    | u32  | capacity in frames, a power of two                             | the maker  |
 * | 12   | u32  | channel count                                                  | the maker  |
 * | 16   | f64  | sample rate in Hz                                              | the maker  |
 * | 24   | u32  | capacity in gap marks, a power of two                          | the maker  |
 * | 64   | u32  | write index: frames ever written, modulo 2^32                  | the writer |
 * | 68   | u32  | mark write index: marks ever written, modulo 2^32              | the writer |
 * | 72   | u32  | state of the writer: 0 absent, 1 open, 2 ended, 3 aborted      | the writer |
 * | 76   | u32  | 1 if frames were lost after the last one that was written      | the writer |
 * | 80   | u64  | how many those were                                            | the writer |
 * | 128  | u32  | read index: frames ever read, modulo 2^32                      | the reader |
 * | 132  | u32  | mark read index: marks ever read, modulo 2^32                  | the reader |
 * | 136  | u32  | state of the reader: 0 absent, 1 open, 2 closed                | the reader |
 * | 192  | u64  | overruns: writes that found too little room                    | the writer |
 * | 200  | u64  | frames that were dropped in them                               | the writer |
 * | 256  | u64  | underruns: reads that found too few frames                     | the reader |
 * | 264  | u64  | frames that were missing in them                               | the reader |
 * | 320  |      | gap marks, 16 bytes each: u32 index of the first frame after   | the writer |
 * |      |      | the gap, u32 unused, u64 frames that were lost                 |            |
 * | ...  | f32  | samples, planar: the whole ring of one channel after the other | the writer |
 *
 * An index says how often, not where: the frame with index `i` lies at `i % capacity`, and what is
 * in the ring is the difference of the indices modulo 2^32, so that nothing happens when they wrap.
 */
export const ringMagic = 0x4752_4350
/** The version of the layout. */
export const ringVersion = 1

/** Places of 32-bit words, counted in words. */
export const word = {
  magic: 0,
  version: 1,
  capacityFrames: 2,
  channelCount: 3,
  markCapacity: 6,
  writeIndex: 16,
  markWriteIndex: 17,
  writerState: 18,
  tailMarked: 19,
  readIndex: 32,
  markReadIndex: 33,
  readerState: 34,
} as const

/** Places of 64-bit numbers, counted in 8 bytes. */
export const longWord = {
  sampleRate: 2,
  tailGap: 10,
  overruns: 24,
  droppedFrames: 25,
  underruns: 32,
  missingFrames: 33,
} as const

/** Where the gap marks begin, and the size of one, in bytes. */
export const marksAt = 320
/** Bytes of one gap mark. */
export const markBytes = 16

/** The most frames that a ring holds: at 48 kHz almost six minutes. */
export const maxCapacityFrames: number = 2 ** 24
/** The most samples that a ring holds, over all channels: 1 GiB. */
export const maxSamples: number = 2 ** 28
/** The most gap marks that a ring holds. */
export const maxMarks = 1024

/** Where the samples begin, in bytes: on a line of their own, since mark capacities are multiples of 4. */
export function samplesAt(markCapacity: number): number {
  return marksAt + markBytes * markCapacity
}

/** The size of a ring's memory in bytes. */
export function ringBytes(
  capacityFrames: number,
  channelCount: number,
  markCapacity: number,
): number {
  return samplesAt(markCapacity) + 4 * capacityFrames * channelCount
}

/** What the word of the writer's state says. */
export const writerStates: readonly RingWriterState[] = ['absent', 'open', 'ended', 'aborted']
/** What the word of the reader's state says. */
export const readerStates: readonly RingReaderState[] = ['absent', 'open', 'closed']

/**
 * The writer of a ring: not attached yet, attached, closed after its last frame, or cut short.
 */
export type RingWriterState = 'absent' | 'open' | 'ended' | 'aborted'
/** The reader of a ring: not attached yet, attached, or closed. */
export type RingReaderState = 'absent' | 'open' | 'closed'
