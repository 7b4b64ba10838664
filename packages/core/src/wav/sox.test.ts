import { execFileSync, spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { decodePcm } from '../pcm/decode-pcm.js'
import { readAll, testSignal, writeAll } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { readWavInfo } from './read-wav-info.js'
import { wavFileSink } from './wav-file-sink.js'
import { wavFileSource } from './wav-file-source.js'
import { type WavSampleFormat, wavSampleFormats } from './wav-sample-format.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const stereo = { sampleRate: 44_100, channelCount: 2 }
const hasSox = spawnSync('sox', ['--version']).status === 0

/** What sox makes of a file: 64-bit floats, rounded to 32, one array for each channel. */
function decodeBySox(path: string, channelCount: number): Float32Array[] {
  const raw = execFileSync('sox', [
    path,
    '-t',
    'raw',
    '-e',
    'floating-point',
    '-b',
    '64',
    '-L',
    '-',
  ])
  const planar = decodePcm(raw, { sampleFormat: 'f64le', channelCount })
  const frameCount = planar.length / channelCount
  return Array.from({ length: channelCount }, (_, n) =>
    planar.slice(n * frameCount, (n + 1) * frameCount),
  )
}

const soxArguments: Readonly<Record<WavSampleFormat, readonly string[]>> = {
  u8: ['-e', 'unsigned-integer', '-b', '8'],
  s16: ['-e', 'signed-integer', '-b', '16'],
  s24: ['-e', 'signed-integer', '-b', '24'],
  s32: ['-e', 'signed-integer', '-b', '32'],
  f32: ['-e', 'floating-point', '-b', '32'],
  f64: ['-e', 'floating-point', '-b', '64'],
  alaw: ['-e', 'a-law', '-b', '8'],
  mulaw: ['-e', 'mu-law', '-b', '8'],
}

/** sox computes in 32-bit integers, which floats beyond 24 bits do not survive unrounded. */
function expectSame(
  a: readonly Float32Array[],
  b: readonly Float32Array[],
  sampleFormat: WavSampleFormat,
): void {
  expect(a.map((channel) => channel.length)).toEqual(b.map((channel) => channel.length))
  const worst = a.map((channel, index) =>
    channel.reduce(
      (most, value, frame) => Math.max(most, Math.abs(value - (b[index]?.[frame] ?? NaN))),
      0,
    ),
  )
  expect(Math.max(...worst)).toBeLessThanOrEqual(sampleFormat.startsWith('f') ? 2 ** -24 : 0)
}

describe.skipIf(!hasSox)('sox and we agree (needs sox)', () => {
  it.each(wavSampleFormats)('on the %s files that we write', async (sampleFormat) => {
    const sink = wavFileSink(folder.file(`ours-${sampleFormat}.wav`), { sampleFormat })
    await writeAll(sink, [testSignal(stereo, 0, 4411)])
    const header = execFileSync('sox', ['--i', sink.path], { encoding: 'utf8' })
    expect(header).toMatch(/Channels +: 2\nSample Rate +: 44100\n/)
    expect(header).toMatch(/= 4411 samples/)
    expectSame(decodeBySox(sink.path, 2), await readAll(wavFileSource(sink.path)), sampleFormat)
  })

  it.each(wavSampleFormats)('on the %s files that sox writes', async (sampleFormat) => {
    const path = folder.file(`theirs-${sampleFormat}.wav`)
    execFileSync('sox', [
      '-R',
      '-n',
      '-r',
      '44100',
      '-c',
      '3',
      ...soxArguments[sampleFormat],
      path,
      'synth',
      '0.1',
      'sine',
      '440',
      'sine',
      '1000',
      'sine',
      '50',
      'gain',
      '-3',
    ])
    expect(await readWavInfo(path)).toMatchObject({ sampleFormat, frameCount: 4410, warnings: [] })
    expectSame(await readAll(wavFileSource(path)), decodeBySox(path, 3), sampleFormat)
  })

  it('on a stream whose length sox could not fill in', async () => {
    const path = folder.file('piped.wav')
    execFileSync('sh', [
      '-c',
      `sox -n -r 8000 -b 16 -t wav - synth 0.5 sine 440 2>/dev/null | cat > '${path}'`,
    ])
    expect((await readWavInfo(path)).frameCount).toBe(4000)
  })
})
