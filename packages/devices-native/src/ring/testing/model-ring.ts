import { deepStrictEqual as equal } from 'node:assert'
import type { AudioRing } from '../audio-ring.js'
import type { RingReader } from '../ring-reader.js'
import type { RingWriter } from '../ring-writer.js'

/** One call of one end. */
export interface RingStep {
  readonly call: 'write' | 'writeOrDrop' | 'markGap' | 'read' | 'readOrSilence'
  readonly frames: number
}

const calls = ['write', 'writeOrDrop', 'markGap', 'read', 'read', 'readOrSilence'] as const

/** A row of calls that depends on the seed alone. */
export function* seededSteps(seed: number, count: number): Generator<RingStep> {
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  for (let index = 0; index < count; index++) {
    yield { call: calls[next(calls.length)] as RingStep['call'], frames: next(24) }
  }
}

interface Frame {
  readonly value: number
  readonly position: number
  readonly afterGap: boolean
}

/** Does the same to a ring and to a plain array, and holds each answer of the one to the other. */
export function modelRing(
  writer: RingWriter,
  reader: RingReader,
  { channelCount, capacityFrames }: AudioRing,
  steps: Iterable<RingStep>,
): void {
  const queue: Frame[] = []
  const expected = { overruns: 0, droppedFrames: 0, underruns: 0, missingFrames: 0 }
  let [position, afterGap] = [0, false]
  for (const { call, frames } of steps) {
    if (call === 'markGap') {
      writer.markGap(frames)
      position += frames
      afterGap = true
      continue
    }
    if (call === 'write' || call === 'writeOrDrop') {
      const block = new Float32Array(frames * channelCount)
      for (let index = 0; index < block.length; index++)
        block[index] = position + (index % frames) + 0.25 * Math.floor(index / frames)
      const fits = Math.min(frames, capacityFrames - queue.length)
      equal(writer[call](block), fits)
      for (let index = 0; index < fits; index++) {
        queue.push({ value: position, position: position++, afterGap })
        afterGap = false
      }
      if (call === 'writeOrDrop' && fits < frames) {
        expected.overruns++
        expected.droppedFrames += frames - fits
        position += frames - fits
        afterGap = true
      }
    } else {
      const block = new Float32Array(frames * channelCount).fill(-1)
      let given = Math.min(frames, queue.length)
      if (call === 'read') {
        const gap = queue.findIndex((frame, index) => index > 0 && frame.afterGap)
        if (gap > 0) given = Math.min(given, gap)
      }
      equal(reader[call](block), given)
      const taken = queue.splice(0, given)
      const [first] = taken
      if (first !== undefined)
        equal([reader.position, reader.discontinuity], [first.position, first.afterGap])
      const rest = call === 'read' ? -1 : 0
      block.forEach((sample, index) => {
        const frame = taken[index % frames]
        const channel = Math.floor(index / frames)
        equal(sample, frame === undefined ? rest : frame.value + 0.25 * channel)
      })
      if (call === 'readOrSilence' && given < frames) {
        expected.underruns++
        expected.missingFrames += frames - given
      }
    }
    equal(reader.availableFrames, queue.length)
    const { overruns, droppedFrames, underruns, missingFrames } = reader.stats()
    equal({ overruns, droppedFrames, underruns, missingFrames }, expected)
  }
}
