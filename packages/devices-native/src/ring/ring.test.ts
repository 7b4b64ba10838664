import { isPatchcordError } from '@patchcord/core'
import { VirtualClock } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import { type AudioRing, audioRing } from './audio-ring.js'
import { word } from './ring-layout.js'
import { ringReader } from './ring-reader.js'
import { ringStats } from './ring-stats.js'
import { ringWriter } from './ring-writer.js'
import { modelRing, seededSteps } from './testing/model-ring.js'

const mono = { sampleRate: 48_000, channelCount: 1 }

function ramp(from: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => from + index)
}

/** Lets a ring begin where its indices are about to wrap. */
function startAt(ring: AudioRing, index: number): void {
  const words = new Int32Array(ring.memory)
  for (const at of [word.writeIndex, word.readIndex, word.markWriteIndex, word.markReadIndex])
    words[at] = index
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    return isPatchcordError(error) ? error.code : String(error)
  }
  return undefined
}

describe('audioRing', () => {
  it('rounds its capacity up to a power of two', () => {
    const capacity = (capacityFrames: number) =>
      audioRing({ ...mono, capacityFrames }).capacityFrames
    expect([1, 2, 3, 480, 4097].map(capacity)).toEqual([1, 2, 4, 512, 8192])
    expect(audioRing(mono).capacityFrames).toBe(16_384)
  })

  it('refuses what makes no ring', () => {
    const bad = [
      { ...mono, capacityFrames: 0 },
      { ...mono, capacityFrames: 2 ** 24 + 1 },
      { ...mono, channelCount: 1024, capacityFrames: 2 ** 18 + 1 },
      { ...mono, channelCount: 0 },
      { ...mono, sampleRate: Number.NaN },
      { ...mono, capacity: 4 },
    ]
    for (const options of bad) expect(codeOf(() => audioRing(options))).toBe('invalid-option')
    expect(codeOf(() => audioRing(undefined as never))).toBe('invalid-option')
  })

  it('survives structuredClone', () => {
    const ring = audioRing({ ...mono, capacityFrames: 8 })
    const twin = structuredClone(ring)
    ringWriter(ring).write(ramp(1, 3))
    const into = new Float32Array(8)
    expect(ringReader(twin).read(into)).toBe(3)
    expect([...into]).toEqual([1, 2, 3, 0, 0, 0, 0, 0])
  })
})

describe('the two ends', () => {
  it.each([
    ['from zero', 0],
    ['over the wrap of the indices', -7],
    ['over the sign of the indices', 2 ** 31 - 7],
  ])('do what a plain queue does, %s', (_name, start) => {
    for (let seed = 1; seed <= 40; seed++) {
      const ring = audioRing({
        ...mono,
        channelCount: 1 + (seed % 3),
        capacityFrames: 2 ** (seed % 5),
      })
      startAt(ring, start | 0)
      modelRing(ringWriter(ring), ringReader(ring), ring, seededSteps(seed, 200))
    }
  })

  it('honour a start frame and leave the rest alone', () => {
    const ring = audioRing({ ...mono, channelCount: 2, capacityFrames: 4 })
    ringWriter(ring).write(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 1)
    const into = new Float32Array(8)
    expect(ringReader(ring).read(into, 3, 1)).toBe(2)
    expect([...into]).toEqual([0, 2, 3, 0, 0, 5, 6, 0])
  })

  it('exist once for each ring', () => {
    const ring = audioRing(mono)
    ringWriter(ring).close()
    ringReader(ring)
    expect(codeOf(() => ringWriter(ring))).toBe('already-used')
    expect(codeOf(() => ringReader(ring))).toBe('already-used')
  })

  it('refuse arrays and ranges that do not fit', () => {
    const ring = audioRing({ ...mono, channelCount: 2 })
    const writer = ringWriter(ring)
    const reader = ringReader(ring)
    const four = new Float32Array(4)
    for (const call of [
      () => writer.write(new Float32Array(3)),
      () => writer.write([1, 2] as never),
      () => writer.write(four, 3),
      () => writer.write(four, 1, 2),
      () => writer.write(four, -1),
      () => writer.writeOrDrop(four, 1.5),
      () => reader.read(four, 1, -1),
      () => reader.readOrSilence(four, Number.NaN),
      () => writer.markGap(-1),
    ])
      expect(codeOf(call)).toBe('invalid-option')
    expect(reader.availableFrames).toBe(0)
  })

  it('refuse to go on after close()', () => {
    const ring = audioRing(mono)
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    writer.close()
    writer.abort()
    reader.close()
    reader.close()
    expect(codeOf(() => writer.write(ramp(0, 1)))).toBe('invalid-state')
    expect(codeOf(() => reader.read(ramp(0, 1)))).toBe('invalid-state')
    expect([writer.readerState, reader.writerState]).toEqual(['closed', 'ended'])
  })
})

describe('losses', () => {
  it('are counted, and a read stops where they were', () => {
    const ring = audioRing({ ...mono, capacityFrames: 4 })
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    const into = new Float32Array(4)
    expect(writer.writeOrDrop(ramp(0, 6))).toBe(4)
    expect(writer.writeOrDrop(ramp(6, 2))).toBe(0)
    expect(reader.read(into, 2)).toBe(2)
    expect(writer.writeOrDrop(ramp(8, 2))).toBe(2)
    expect([reader.availableFrames, reader.contiguousFrames]).toEqual([4, 2])
    expect([reader.read(into), reader.position, reader.discontinuity]).toEqual([2, 2, false])
    expect(reader.contiguousFrames).toBe(2)
    expect([reader.read(into), reader.position, reader.discontinuity]).toEqual([2, 8, true])
    expect([...into.subarray(0, 2)]).toEqual([8, 9])
    writer.writeOrDrop(ramp(10, 5))
    writer.close()
    expect(reader.tailGapFrames).toBe(0)
    expect([reader.tailDiscontinuity, reader.read(into)]).toEqual([false, 4])
    expect([reader.discontinuity, reader.ended, reader.tailDiscontinuity]).toEqual([
      false,
      true,
      true,
    ])
    expect(reader.tailGapFrames).toBe(1)
    expect(ringStats(ring)).toMatchObject({ overruns: 3, droppedFrames: 5, availableFrames: 0 })
  })

  it('before the writer travel with the frames, known in number or not', () => {
    const ring = audioRing({ ...mono, capacityFrames: 8 })
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    const into = new Float32Array(8)
    writer.markGap(2 ** 40)
    writer.write(ramp(0, 1))
    writer.markGap(0)
    writer.write(ramp(1, 1))
    expect([reader.read(into), reader.position, reader.discontinuity]).toEqual([1, 2 ** 40, true])
    expect([reader.read(into), reader.position, reader.discontinuity]).toEqual([
      1,
      2 ** 40 + 1,
      true,
    ])
    expect(writer.stats().droppedFrames).toBe(0)
  })

  it('beyond the marks that fit stop the writer until one was read', () => {
    const ring = audioRing({ ...mono, capacityFrames: 128 })
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    for (let index = 0; index < 64; index++) {
      writer.markGap(1)
      expect(writer.write(ramp(index, 1))).toBe(1)
    }
    writer.markGap(1)
    expect([writer.freeFrames, writer.write(ramp(64, 1))]).toEqual([0, 0])
    expect(writer.writeOrDrop(ramp(64, 3))).toBe(0)
    reader.read(new Float32Array(1))
    expect(writer.write(ramp(67, 1))).toBe(1)
    const into = new Float32Array(64)
    for (let index = 1; index < 64; index++) reader.read(into)
    expect(reader.position).toBe(127)
    expect([reader.read(into), into[0], reader.position]).toEqual([1, 67, 132])
  })

  it('are passed over where silence is the other choice', () => {
    const ring = audioRing({ ...mono, capacityFrames: 8 })
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    writer.write(ramp(1, 2))
    writer.markGap(10)
    writer.write(ramp(3, 2))
    const into = new Float32Array(6).fill(9)
    expect(reader.readOrSilence(into)).toBe(4)
    expect([...into]).toEqual([1, 2, 3, 4, 0, 0])
    writer.write(ramp(5, 1))
    expect([reader.read(into), reader.position, reader.discontinuity]).toEqual([1, 14, false])
    expect(reader.stats()).toMatchObject({ underruns: 1, missingFrames: 2 })
    writer.close()
    expect([reader.readOrSilence(into), into[0]]).toEqual([0, 0])
    expect(reader.stats().underruns).toBe(1)
  })
})

describe('waiting', () => {
  it('sees frames, room and the end, by its clock', async () => {
    const ring = audioRing({ ...mono, capacityFrames: 4 })
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    const clock = new VirtualClock()
    const frames = reader.waitForFrames(2, { clock })
    await clock.advance(10)
    writer.write(ramp(0, 4))
    expect(await clock.runUntil(frames)).toBe(true)
    const room = writer.waitForFreeFrames(3, { clock, pollMs: 5 })
    await clock.advance(5)
    reader.read(new Float32Array(3))
    expect(await clock.runUntil(room)).toBe(true)
    const more = reader.waitForFrames(2, { clock })
    writer.abort()
    expect(await clock.runUntil(more)).toBe(false)
    reader.close()
    expect(await writer.waitForFreeFrames(4)).toBe(false)
  })

  it('ends by timeout and signal', async () => {
    const reader = ringReader(audioRing(mono))
    const clock = new VirtualClock()
    const abort = new AbortController()
    const late = reader.waitForFrames(1, { clock, timeoutMs: 7 }).catch((error: unknown) => error)
    expect(isPatchcordError(await clock.runUntil(late), 'timeout')).toBe(true)
    const cut = reader
      .waitForFrames(1, { clock, signal: abort.signal })
      .catch((error: unknown) => error)
    abort.abort()
    expect(isPatchcordError(await clock.runUntil(cut), 'aborted')).toBe(true)
    expect(clock.pendingTimers).toBe(0)
  })

  it('refuses options that make no sense', async () => {
    const reader = ringReader(audioRing(mono))
    expect(codeOf(() => reader.waitForFrames(0))).toBe('invalid-option')
    await expect(reader.waitForFrames(1, { pollMs: 0 })).rejects.toThrow('pollMs')
    await expect(reader.waitForFrames(1, { poll: 1 } as never)).rejects.toThrow('poll')
  })
})
