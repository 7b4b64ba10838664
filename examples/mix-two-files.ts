/**
 * Speech over music: two files that are mixed into one, the music softer.
 *
 * `mix` adds its inputs frame by frame, by their positions. An input is a source, or a list that
 * begins with one.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gain, limiter, mix, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
import { collectSink, dominantFrequencyHz, peak, sine } from '@patchcord/testkit'

const folder = await mkdtemp(join(tmpdir(), 'patchcord-'))
const [speech, music, mixed] = ['speech.wav', 'music.wav', 'mixed.wav'].map((name) =>
  join(folder, name),
) as [string, string, string]
await pipeline(sine({ frequencyHz: 300, durationMs: 500 }), wavFileSink(speech)).finished
await pipeline(sine({ frequencyHz: 1000, durationMs: 1000 }), wavFileSink(music)).finished

const both = mix([wavFileSource(speech), [wavFileSource(music), gain({ gainDb: -12 })]])
const report = await pipeline(both, limiter({ ceilingDb: -1 }), wavFileSink(mixed)).finished
console.log(`mixed ${report.durationMs} ms`)
assert.equal(report.durationMs, 1000)

const heard = collectSink()
await pipeline(wavFileSource(mixed), heard).finished
const [first, second] = [heard.samples.slice(0, 24_000), heard.samples.slice(24_000)]
console.log('first the speech is heard, then the music alone, softer')
assert.ok(Math.abs(dominantFrequencyHz(first, 48_000) - 300) < 2)
assert.ok(Math.abs(dominantFrequencyHz(second, 48_000) - 1000) < 2)
assert.ok(peak(second) < peak(first) / 4)
await rm(folder, { recursive: true })
