/**
 * How to test code that listens, without a sound card and without waiting.
 *
 * A signal stands for the microphone and a virtual clock for time: a minute of live audio passes
 * in a moment, in the right order. A fault shows what happens when the device goes away.
 */
import assert from 'node:assert/strict'
import {
  type AudioSource,
  type Clock,
  isPatchcordError,
  levelMeter,
  pipeline,
} from '@patchcord/core'
import { VirtualClock, deviceLoss, nullSink, sine } from '@patchcord/testkit'

// The code under test: measures what a microphone hears, once a second.
function listen(microphone: AudioSource, clock: Clock) {
  const meter = levelMeter({ windowMs: 1000 })
  const peaks: number[] = []
  meter.on('level', ({ peak }: { readonly peak: readonly number[] }) => void peaks.push(...peak))
  const { finished } = pipeline(microphone, meter, nullSink(), { clock })
  return { peaks, finished }
}

// A minute of a live tone.
const clock = new VirtualClock()
const startedAt = performance.now()
const tone = sine({ amplitude: 0.25, durationMs: 60_000, realtime: true })
const heard = listen(tone, clock)
await clock.runUntil(heard.finished)
console.log(`a minute passed in ${(performance.now() - startedAt).toFixed(0)} ms`)
assert.equal(clock.now(), 60_000)
assert.equal(heard.peaks.length, 60)
assert.ok(heard.peaks.every((peak) => Math.abs(peak - 0.25) < 1e-3))

// A device that is gone after half a second.
const second = new VirtualClock()
const lost = listen(deviceLoss({ atFrame: 24_000 }), second)
await assert.rejects(second.runUntil(lost.finished), (error) => {
  assert.ok(isPatchcordError(error, 'io-failed'))
  console.log('then:', error.message)
  return true
})
