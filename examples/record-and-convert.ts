/**
 * Records a tone to a WAV file, and converts the file to another rate, channel count and sample
 * format.
 *
 * `wavFileSink` takes a file or, with a slash at the end, a folder, where each recording gets a
 * name of its own. The tone stands for a microphone: any source will do.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  channelMix,
  pipeline,
  readWavInfo,
  resample,
  wavFileSink,
  wavFileSource,
} from '@patchcord/core'
import { sine } from '@patchcord/testkit'

const folder = await mkdtemp(join(tmpdir(), 'patchcord-'))
const microphone = sine({ frequencyHz: 440, durationMs: 2000, sampleRate: 48_000, channelCount: 2 })

const recording = wavFileSink(`${folder}/`, { sampleFormat: 's24' })
await pipeline(microphone, recording).finished
console.log('recorded', recording.path)

const converted = join(folder, 'converted.wav')
await pipeline(
  wavFileSource(recording.path),
  channelMix({ channelCount: 1 }),
  resample({ sampleRate: 16_000 }),
  wavFileSink(converted, { sampleFormat: 's16' }),
).finished

const { format, sampleFormat, frameCount } = await readWavInfo(converted)
console.log('converted to', sampleFormat, format, frameCount)
assert.equal(sampleFormat, 's16')
assert.equal(format.sampleRate, 16_000)
assert.equal(format.channelCount, 1)
assert.equal(frameCount, 32_000)
await rm(folder, { recursive: true })
