import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { AudioFormat } from '../format/audio-format.js'
import { readWavInfo } from './read-wav-info.js'
import { bufferOf, readAll, sameSamples, testSignal, writeAll } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { wavFileSink } from './wav-file-sink.js'
import { wavFileSource } from './wav-file-source.js'
import { wavSampleFormats } from './wav-sample-format.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const stereo: AudioFormat = { sampleRate: 48_000, channelCount: 2 }
const mono: AudioFormat = { sampleRate: 8000, channelCount: 1 }

describe('wavFileSink', () => {
  it.each(wavSampleFormats)('writes %s, which the source reads', async (sampleFormat) => {
    const sink = wavFileSink(folder.file(`${sampleFormat}.wav`), { sampleFormat })
    await writeAll(sink, [testSignal(stereo, 0, 700), testSignal(stereo, 700, 301)])
    const info = await readWavInfo(sink.path)
    expect(info).toMatchObject({ sampleFormat, frameCount: 1001, warnings: [] })
    const [, right] = await readAll(wavFileSource(sink.path))
    const wanted = testSignal(stereo, 0, 1001).channel(1)
    const bound = { u8: 0.5 / 128, alaw: 0.04, mulaw: 0.04 }[sampleFormat as string] ?? 0
    expect(right?.every((value, frame) => Math.abs(value - (wanted[frame] ?? NaN)) <= bound)).toBe(
      true,
    )
    expect(sink.framesWritten).toBe(1001)
    expect(sink.bytesWritten).toBe(readFileSync(sink.path).length)
  })

  it('writes 16 bits by default, and counts what it clips', async () => {
    const sink = wavFileSink(folder.file('clipped.wav'))
    await writeAll(sink, [bufferOf(mono, [0.5, 1.5, -2, 0])])
    expect((await readWavInfo(sink.path)).sampleFormat).toBe('s16')
    expect(sink.clippedSamples).toBe(2)
  })

  it('dithers where it is asked to, with a seed', async () => {
    const silence = [bufferOf(mono, new Float32Array(1000))]
    const bytes = await Promise.all(
      [1, 1, 2].map(async (ditherSeed, index) => {
        const sink = wavFileSink(folder.file(`dither${index}.wav`), { dither: 'tpdf', ditherSeed })
        await writeAll(
          sink,
          silence.map((buffer) => buffer.copy()),
        )
        return readFileSync(sink.path)
      }),
    )
    expect(bytes[0]?.equals(bytes[1] as Buffer)).toBe(true)
    expect(bytes[0]?.equals(bytes[2] as Buffer)).toBe(false)
  })

  it.each([
    ['a lone channel', mono, {}, false],
    ['two channels', stereo, {}, false],
    ['two in unusual places', { ...stereo, channelLayout: ['SL', 'SR'] }, {}, true],
    ['two in their usual places', { ...stereo, channelLayout: ['FL', 'FR'] }, {}, false],
    ['three channels', { sampleRate: 8000, channelCount: 3 }, {}, true],
    ['24 bits', mono, { sampleFormat: 's24' }, true],
    ['32-bit floats', mono, { sampleFormat: 'f32' }, false],
    ['24 bits, but never', mono, { sampleFormat: 's24', extensible: 'never' }, false],
    ['a lone channel, always', mono, { extensible: 'always' }, true],
  ] as const)('chooses the header for %s', async (name, format, options, extensible) => {
    const sink = wavFileSink(folder.file(`${name}.wav`), options)
    const source = testSignal(format, 0, 10)
    await writeAll(sink, [source])
    const { chunks } = await readWavInfo(sink.path)
    expect(chunks.find(({ id }) => id === 'fmt ')?.byteLength === 40).toBe(extensible)
  })

  it('holds everything of a stream of many sizes', async () => {
    const sink = wavFileSink(folder.file('sizes.wav'), { sampleFormat: 's24' })
    const sizes = [1, 480, 100_000, 3, 300_000, 16_384]
    let start = 0
    const buffers = sizes.map((size) => testSignal(stereo, (start += size) - size, size))
    await writeAll(sink, buffers)
    const [left] = await readAll(wavFileSource(sink.path))
    expect(sameSamples(left, testSignal(stereo, 0, start).channel(0))).toBe(true)
  })

  it('makes recordings in a folder', async () => {
    const path = `${folder.file('takes')}/`
    const sink = wavFileSink(path)
    expect(sink.path).toBe(path)
    expect([sink.framesWritten, sink.bytesWritten, sink.clippedSamples]).toEqual([0, 0, 0])
    await writeAll(sink, [bufferOf(mono, [1, 2])])
    expect(sink.path).toMatch(/takes[/\\]recording_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.wav$/)
    expect(readdirSync(folder.file('takes'))).toHaveLength(1)
  })

  it('can replace the very file that the stream is read from', async () => {
    const path = folder.file('in-place.wav')
    await writeAll(wavFileSink(path), [testSignal(stereo, 0, 500_000)])
    await pipeline(wavFileSource(path), wavFileSink(path, { sampleFormat: 'f32' }))
    const [left] = await readAll(wavFileSource(path))
    expect(sameSamples(left, testSignal(stereo, 0, 500_000).channel(0))).toBe(true)
    expect((await readWavInfo(path)).sampleFormat).toBe('f32')
  })

  it('makes a valid file of an empty stream whose format is known', async () => {
    const path = folder.file('nothing.wav')
    await writeAll(wavFileSink(path), [testSignal(stereo, 0, 100)])
    wavFileSource(path, { durationMs: 0 })
      .pipe(wavFileSink(folder.file('empty.wav')))
      .on('close', () => undefined)
    await expect.poll(() => existsSync(folder.file('empty.wav'))).toBe(true)
    await expect
      .poll(() => readWavInfo(folder.file('empty.wav')))
      .toMatchObject({ frameCount: 0, format: stereo, warnings: [] })
  })

  it('leaves a valid file when it is aborted', async () => {
    const abort = new AbortController()
    const sink = wavFileSink(folder.file('aborted.wav'), { signal: abort.signal })
    const closed = new Promise((resolve) => sink.on('close', resolve))
    const failed = new Promise((resolve) => sink.on('error', resolve))
    await new Promise((resolve) => sink.write(testSignal(stereo, 0, 1234), resolve))
    abort.abort()
    expect(await failed).toMatchObject({ code: 'aborted' })
    await closed
    expect(await readWavInfo(sink.path)).toMatchObject({ frameCount: 1234, warnings: [] })
  })

  it('keeps the item that was on its way when it is closed', async () => {
    const sink = wavFileSink(folder.file('on-its-way.wav'))
    const first = new Promise((resolve) => sink.write(testSignal(stereo, 0, 131_072), resolve))
    for (let count = 1; count < 9; count++) sink.write(testSignal(stereo, count * 131_072, 131_072))
    await first
    await sink.close()
    const info = await readWavInfo(sink.path)
    expect(info.warnings).toEqual([])
    expect(info.frameCount).toBeGreaterThanOrEqual(131_072)
    const [left] = await readAll(wavFileSource(sink.path))
    expect(sameSamples(left, testSignal(stereo, 0, info.frameCount).channel(0))).toBe(true)
  })

  it('refuses another format in mid-stream, and leaves a valid file', async () => {
    const sink = wavFileSink(folder.file('changed.wav'))
    await expect(
      writeAll(sink, [testSignal(stereo, 0, 100), testSignal(mono, 100, 100)]),
    ).rejects.toMatchObject({
      code: 'format-unsupported',
      message: expect.stringMatching(
        /8000 Hz, 1 channel in mid-stream; it takes 48000 Hz, 2 channels/,
      ),
    })
    await expect.poll(() => readWavInfo(sink.path)).toMatchObject({ frameCount: 100, warnings: [] })
  })

  it('asks for a sample rate in whole Hz', async () => {
    const sink = wavFileSink(folder.file('fraction.wav'))
    const odd = { sampleRate: 44_099.6, channelCount: 1 }
    expect(sink.preferredFormat(odd)).toEqual({ sampleRate: 44_100, channelCount: 1 })
    expect(sink.preferredFormat(mono)).toBe(mono)
    await expect(writeAll(sink, [testSignal(odd, 0, 10)])).rejects.toMatchObject({
      code: 'format-unsupported',
    })
    expect(existsSync(sink.path)).toBe(false)
  })

  it('waits for the disk where that is asked for', async () => {
    const sink = wavFileSink(folder.file('synced.wav'), { durability: 'fsync' })
    await writeAll(sink, [testSignal(stereo, 0, 100)])
    expect(await readWavInfo(sink.path)).toMatchObject({ frameCount: 100, warnings: [] })
  })

  it('does not replace a file where it must not', async () => {
    const path = folder.file('kept.wav')
    writeFileSync(path, 'mine')
    await expect(
      writeAll(wavFileSink(path, { overwrite: false }), [bufferOf(mono, [0])]),
    ).rejects.toMatchObject({
      code: 'io-failed',
      details: { path, errno: 'EEXIST', stage: 'wavFileSink' },
    })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it.each([
    [{ sampleFormat: 's8' }, /sampleFormat must be one of 'u8', 's16'/],
    [{ sampleFormat: 'f32', dither: 'tpdf' }, /dither must be 'none' for f32le/],
    [{ extensible: true }, /extensible must be one of/],
    [{ overwrite: 'no' }, /overwrite must be true or false/],
    [{ durability: 'memory' }, /durability must be one of/],
    [{ format: 's16' }, /no option 'format'/],
  ])('refuses %j', (options, message) => {
    expect(() => wavFileSink('a.wav', options as object)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
    expect(() => wavFileSink('')).toThrow(/path must be/)
  })
})
