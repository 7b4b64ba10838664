import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesToFrames, framesToBytes, framesToMs, msToFrames, rescalePosition } from '../index.js'
import { liveFramesPerBuffer } from './time.js'

const rate = fc.integer({ min: 1, max: 768_000 })
const frames = fc.integer({ min: 0, max: 2 ** 40 })

it('turns frames into milliseconds and back', () => {
  fc.assert(
    fc.property(frames, rate, (count, sampleRate) => {
      expect(msToFrames(framesToMs(count, sampleRate), sampleRate)).toBe(count)
    }),
  )
  expect([framesToMs(480, 48_000), msToFrames(10, 44_100)]).toEqual([10, 441])
})

it('turns frames into bytes and back, without a frame that is not whole', () => {
  expect([framesToBytes(10, 2, 3), bytesToFrames(65, 2, 3)]).toEqual([60, 10])
})

it('rescales positions', () => {
  expect([rescalePosition(3, 48_000, 48_000), rescalePosition(3, 48_000, 16_000)]).toEqual([3, 1])
})

it('makes live buffers of 10 ms, of one frame at least', () => {
  expect([
    liveFramesPerBuffer({ sampleRate: 48_000 }),
    liveFramesPerBuffer({ sampleRate: 1 }),
  ]).toEqual([480, 1])
})
