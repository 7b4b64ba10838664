/**
 * Records a meeting to an encrypted file, and plays it from the middle.
 *
 * Two speakers are mixed and written as a WAV file that is encrypted as it grows, in pieces of
 * 16 KiB: nothing that could be listened to ever touches the disk. To play a part, only the pieces
 * of that part are read, and each is authenticated before a sample of it is heard. Whoever opens
 * the file with another key, or changes a bit of it, hears nothing.
 */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPatchcordError, mix, pipeline, wavSink, wavSource } from '@patchcord/core'
import {
  createEncrypted,
  generateKey,
  openEncrypted,
  readKeyFile,
  writeKeyFile,
} from '@patchcord/crypto'
import { collectSink, dominantFrequencyHz, sine } from '@patchcord/testkit'

const folder = await mkdtemp(join(tmpdir(), 'patchcord-'))
const [keyFile, meeting] = [join(folder, 'meeting.key'), join(folder, 'meeting.wav.enc')]
await writeKeyFile(keyFile, generateKey())
const key = await readKeyFile(keyFile)

// Ada speaks all the time; Bob, lower, for the first ten seconds only.
const ada = sine({ frequencyHz: 880, durationMs: 30_000, amplitude: 0.2 })
const bob = sine({ frequencyHz: 220, durationMs: 10_000, amplitude: 0.5 })
const report = await pipeline(mix([ada, bob]), wavSink(createEncrypted(meeting, { key }))).finished
const { size } = await stat(meeting)
console.log(`recorded ${report.durationMs / 1000} s, encrypted, ${size} bytes`)
assert.equal(report.durationMs, 30_000)
assert.ok(!(await readFile(meeting)).includes('RIFF'))

/** Who is heard in the second that begins there. */
async function listenAt(startMs: number): Promise<string> {
  const end = collectSink()
  const file = await openEncrypted(meeting, { key })
  await pipeline(wavSource(file, { startMs, durationMs: 1000 }), end).finished
  const hz = Math.round(dominantFrequencyHz(end.samples, 48_000))
  return hz === 220 ? 'Bob' : hz === 880 ? 'Ada' : `somebody at ${hz} Hz`
}

const heard = { at5s: await listenAt(5000), at25s: await listenAt(25_000) }
console.log('loudest:', heard)
assert.deepEqual(heard, { at5s: 'Bob', at25s: 'Ada' })

const stranger = await openEncrypted(meeting, { key: generateKey() }).catch(codeOf)
assert.equal(stranger, 'authentication-failed')

// One bit of the 20th second: everything else can still be heard.
const bytes = await readFile(meeting)
const place = Math.round((size * 2) / 3)
bytes[place] = (bytes[place] as number) ^ 1
await writeFile(meeting, bytes)
const damaged = { at5s: await listenAt(5000), at20s: await listenAt(19_500).catch(codeOf) }
console.log('with a damaged bit:', damaged)
assert.deepEqual(damaged, { at5s: 'Bob', at20s: 'authentication-failed' })
await rm(folder, { recursive: true })

function codeOf(error: unknown): string {
  assert.ok(isPatchcordError(error))
  return error.code
}
