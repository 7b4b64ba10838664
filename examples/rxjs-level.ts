/**
 * The level of a recording as an RxJS observable: smoothed, and told only when it changes.
 *
 * An observable has no backpressure and may have several subscribers, so `toObservable` takes a
 * function that makes a source: each subscriber gets one of its own.
 */
import assert from 'node:assert/strict'
import { type AudioBuffer, gainToDb } from '@patchcord/core'
import { toObservable } from '@patchcord/core/rx'
import { rms, square } from '@patchcord/testkit'
import { distinctUntilChanged, lastValueFrom, map, scan, toArray } from 'rxjs'

/** Half a second that is loud, and then soft. */
function recording() {
  return square({ amplitude: 0.5, frequencyHz: 100, durationMs: 500, framesPerBuffer: 4800 })
}

const buffers = toObservable(recording)
const levels = buffers.pipe(
  map((buffer: AudioBuffer) => rms(buffer.samples)),
  scan((before, now) => before + (now - before) / 2, 0),
  map((level) => Math.round(gainToDb(level))),
  distinctUntilChanged(),
)

const told = await lastValueFrom(levels.pipe(toArray()))
console.log('level in dB:', told)
assert.deepEqual(told, [-12, -9, -7, -6])

// A second subscription starts from the beginning again.
assert.deepEqual(await lastValueFrom(levels.pipe(toArray())), told)
