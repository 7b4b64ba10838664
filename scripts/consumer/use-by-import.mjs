// What a project that installed the packages does, as an ES module. The optional peers
// of core, but rxjs for `/rx`, are not there.
import assert from 'node:assert'
import { gain, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
import { collectSink, peak, sine } from '@patchcord/testkit'

const tone = sine({ sampleRate: 48_000, amplitude: 0.5, frameCount: 48_000 })
await pipeline(tone, wavFileSink('tone.wav')).finished

const collected = collectSink()
const report = await pipeline(wavFileSource('tone.wav'), gain({ gainDb: -6 }), collected).finished
assert.strictEqual(report.reason, 'ended')
assert.strictEqual(collected.frames, 48_000)
const loudest = Math.max(...collected.buffers.map((buffer) => peak(buffer.samples)))
assert.ok(Math.abs(loudest - 0.25) < 0.002, `expected a peak of 0.25, got ${loudest}`)
