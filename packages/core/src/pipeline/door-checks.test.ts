import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  broadcast,
  bufferSource,
  merge,
  mix,
  pipeline,
  processor,
  sink,
} from '../index.js'

const format: AudioFormat = { sampleRate: 8000, channelCount: 1 }
const item = (more: object = {}): AudioBuffer =>
  new AudioBuffer({ ...format, samples: new Float32Array(4), ...more })
const input = () => bufferSource([item()])
const end = () => sink(() => {})
const pass = () => processor((buffer) => buffer)
const call =
  (make: (...values: never[]) => unknown, ...values: unknown[]) =>
  () =>
    make(...(values as never[]))
const invalid = expect.objectContaining({ code: 'invalid-option' })

describe('the door', () => {
  it.each([
    ['no source first', call(pipeline, pass(), end())],
    ['a source later', call(pipeline, input(), input(), end())],
    ['a sink in the middle', call(pipeline, input(), end(), end())],
    ['what is no port', call(pipeline, input(), 1)],
    ['an unknown option', call(pipeline, input(), end(), { latency: 1 })],
    ['no branch', call(broadcast)],
    ['a branch of nothing', call(broadcast, undefined)],
    ['an empty branch', call(broadcast, [])],
    ['a branch without a sink', call(broadcast, [pass()])],
    ['a wrong policy', call(broadcast, { stages: end(), overflow: 'lose' })],
    [
      'branches of two kinds',
      call(
        broadcast,
        end(),
        sink(() => {}, { accepts: 'packet' }),
      ),
    ],
    ['a mix of nothing', call(mix, [])],
    ['a mix with a sink', call(mix, [[input(), end()]])],
    ['an unknown clock master', call(mix, [input()], { by: 'clock', clockMaster: 1 })],
    ['a wrong end', call(merge, [input()], { until: 'noon' })],
    ['a port without a name', () => sink(() => {}, { name: '' })],
    ['a signal that is none', () => sink(() => {}, { signal: 1 as never })],
    ['a clock that is none', () => sink(() => {}, { clock: {} as never })],
    ['no room', () => sink(() => {}, { highWaterMark: 0 })],
    ['no array of buffers', () => bufferSource(1 as never)],
  ])('refuses %s', (_, make) => {
    expect(make).toThrow(invalid)
  })

  it('refuses samples where packets are taken, and names both', () => {
    const packets = processor((packet) => packet, { accepts: 'packet' })
    expect(call(pipeline, input(), pass(), packets, end())).toThrow(
      expect.objectContaining({ code: 'wrong-item' }),
    )
  })

  it('names both formats where a sink cannot follow a change', async () => {
    class Fixed extends AudioSink {
      protected writeItem(): void {}
    }
    const changing = bufferSource([item(), item({ sampleRate: 16_000 })])
    await expect(pipeline(changing, new Fixed({ name: 'fixed' })).finished).rejects.toMatchObject({
      code: 'format-unsupported',
      message: expect.stringMatching(/16000 Hz, 1 channel in mid-stream; it takes 8000 Hz/),
      details: { stage: 'fixed', offered: { sampleRate: 16_000 }, supported: format },
    })
  })

  it('measures the age of live items', async () => {
    const live = bufferSource([item({ timestampMs: 0 })])
    const { latency } = await pipeline(live, end()).finished
    expect(latency.measuredMs).toBeGreaterThan(1e12)
  })
})

describe('a call that fails at the door', () => {
  it('does not keep the process alive', () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const used = end()
    used.destroy()
    expect(call(pipeline, input(), used)).toThrow()
    expect(timers()).toBe(before)
  })
})
