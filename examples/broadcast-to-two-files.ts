/**
 * One recording that goes to two files: as it is, and small enough to send.
 *
 * A port has one consumer; `broadcast` serves several. Each branch is a sink, or a list of stages
 * that ends in one, and gets a copy of its own, so that no branch hears what another does.
 */
import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { broadcast, channelMix, pipeline, resample, wavFileSink } from '@patchcord/core'
import { noise } from '@patchcord/testkit'

const folder = await mkdtemp(join(tmpdir(), 'patchcord-'))
const [full, small] = [join(folder, 'full.wav'), join(folder, 'small.wav')]
const concert = noise({ seed: 1, durationMs: 1000, sampleRate: 48_000, channelCount: 2 })

const report = await pipeline(
  concert,
  broadcast(wavFileSink(full, { sampleFormat: 's24' }), [
    channelMix({ channelCount: 1 }),
    resample({ sampleRate: 8000 }),
    wavFileSink(small, { sampleFormat: 'mulaw' }),
  ]),
).finished

const branches = report.stages.at(-1)?.runs ?? []
console.log(branches.map(({ frames, durationMs }) => ({ frames, durationMs })))
assert.deepEqual(
  branches.map(({ frames }) => frames),
  [48_000, 8000],
)
const ratio = (await stat(full)).size / (await stat(small)).size
console.log(`the small file is ${ratio.toFixed(0)} times smaller`)
assert.ok(ratio > 30)
await rm(folder, { recursive: true })
