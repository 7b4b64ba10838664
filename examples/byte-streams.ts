/**
 * Audio to and from another program, as raw bytes on its standard input and output: `ffmpeg`,
 * `sox`, a recogniser.
 *
 * `pcmSink` writes samples to any byte stream and converts to the format that the other side
 * expects; `pcmSource` reads them, however the stream cuts them. Here the other program is Node
 * itself, which passes every byte on.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pcmSink, pcmSource, pipeline } from '@patchcord/core'
import { collectSink, dominantFrequencyHz, sine } from '@patchcord/testkit'

const program = 'process.stdin.pipe(process.stdout)'
const child = spawn(process.execPath, ['--eval', program], { stdio: ['pipe', 'pipe', 'inherit'] })
const closed = once(child, 'close')
const format = { sampleFormat: 's16le', sampleRate: 16_000, channelCount: 1 } as const

const there = pipeline(
  sine({ frequencyHz: 440, durationMs: 1000, sampleRate: 48_000, channelCount: 2 }),
  pcmSink(child.stdin, format),
)
const heard = collectSink()
const back = pipeline(pcmSource(child.stdout, format), heard)
await Promise.all([there.finished, back.finished])
const [code] = (await closed) as [number]

console.log(String(there.describe()))
console.log(heard.frames, 'frames came back')
assert.equal(code, 0)
assert.equal(heard.frames, 16_000)
assert.ok(Math.abs(dominantFrequencyHz(heard.samples, 16_000) - 440) < 2)
