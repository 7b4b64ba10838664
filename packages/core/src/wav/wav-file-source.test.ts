import {
  closeSync,
  ftruncateSync,
  openSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { BufferPool } from '../data/buffer-pool.js'
import { createPcmEncoder } from '../pcm/pcm-encoder.js'
import { encodeWavHeader } from './encode-wav-header.js'
import { readWavInfo } from './read-wav-info.js'
import { readAll, sameSamples, testSignal } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { chunk, concat, fmt, plainWav, riff } from './testing/wav-bytes.js'
import { wavFileSource } from './wav-file-source.js'
import { wavHeaderLayout } from './wav-header-layout.js'
import { wavPcmFormat } from './wav-pcm-format.js'
import { type WavSampleFormat, wavSampleFormats } from './wav-sample-format.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const stereo = { sampleRate: 48_000, channelCount: 2 }

/** Encodes the test signal, so that the source has to give it back. */
function encoded(
  sampleFormat: WavSampleFormat,
  frameCount: number,
  littleEndian = true,
): Uint8Array {
  const encoder = createPcmEncoder({
    sampleFormat: wavPcmFormat(sampleFormat, littleEndian),
    channelCount: 2,
  })
  const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
  encoder.encode(testSignal(stereo, 0, frameCount).samples, frameCount, bytes, 0)
  return bytes
}

function file(name: string, frameCount: number, sampleFormat: WavSampleFormat = 's16'): string {
  const path = folder.file(name)
  const data = encoded(sampleFormat, frameCount)
  writeFileSync(
    path,
    concat(encodeWavHeader(wavHeaderLayout(sampleFormat, stereo, false), data.length), data),
  )
  return path
}

const worstError: Readonly<Record<WavSampleFormat, number>> = {
  u8: 0.5 / 128,
  s16: 0,
  s24: 0,
  s32: 0,
  f32: 0,
  f64: 0,
  alaw: 0.04,
  mulaw: 0.04,
}

describe('wavFileSource', () => {
  it.each(wavSampleFormats)('reads %s', async (sampleFormat) => {
    const source = wavFileSource(file(`${sampleFormat}.wav`, 1000, sampleFormat), {
      framesPerBuffer: 300,
    })
    const channels = await readAll(source)
    const expected = testSignal(stereo, 0, 1000)
    expect(channels.map((channel) => channel.length)).toEqual([1000, 1000])
    for (const [index, channel] of channels.entries()) {
      const wanted = expected.channel(index)
      const worst = channel.reduce(
        (most, value, frame) => Math.max(most, Math.abs(value - (wanted[frame] ?? NaN))),
        0,
      )
      expect(worst).toBeLessThanOrEqual(worstError[sampleFormat])
    }
    expect(source.info).toMatchObject({ sampleFormat, frameCount: 1000, format: stereo })
  })

  it.each<WavSampleFormat>(['s16', 's24', 'f32', 'u8'])(
    'reads big-endian %s',
    async (sampleFormat) => {
      const path = folder.file(`big-${sampleFormat}.wav`)
      const layout = wavHeaderLayout(sampleFormat, stereo, false)
      const view = new DataView(layout.fmt.buffer)
      const head = fmt({
        tag: view.getUint16(0, true),
        channelCount: 2,
        bits: view.getUint16(14, true),
        sampleRate: 48_000,
        littleEndian: false,
      })
      const big = { littleEndian: false }
      writeFileSync(
        path,
        riff(
          [chunk('fmt ', head, big), chunk('data', encoded(sampleFormat, 50, false), big)],
          'RIFX',
        ),
      )
      const [left] = await readAll(wavFileSource(path))
      const [plain] = await readAll(
        wavFileSource(file(`little-${sampleFormat}.wav`, 50, sampleFormat)),
      )
      expect(left).toHaveLength(50)
      expect(left).toEqual(plain)
    },
  )

  it('gives buffers of the size asked for, at their positions, whatever the blocks of the file', async () => {
    const path = file('many.wav', 300_000)
    const positions: number[] = []
    const sizes = new Set<number>()
    const source = wavFileSource(path, { framesPerBuffer: 700 })
    for await (const buffer of source) {
      expect(
        sameSamples(buffer.samples, testSignal(stereo, buffer.position, buffer.frameCount).samples),
      ).toBe(true)
      positions.push(buffer.position)
      sizes.add(buffer.frameCount)
    }
    expect(positions).toEqual(Array.from({ length: 429 }, (_, index) => index * 700))
    expect([...sizes]).toEqual([700, 300_000 - 428 * 700])
  })

  it('gives 16 384 frames at a time by default', async () => {
    const sizes: number[] = []
    for await (const buffer of wavFileSource(file('default.wav', 20_000)))
      sizes.push(buffer.frameCount)
    expect(sizes).toEqual([16_384, 3616])
  })

  it('reads from a start for a duration', async () => {
    const path = file('part.wav', 48_000)
    const [left] = await readAll(wavFileSource(path, { startMs: 250, durationMs: 100 }))
    expect(sameSamples(left, testSignal(stereo, 12_000, 4800).channel(0))).toBe(true)
    const [rest] = await readAll(wavFileSource(path, { startMs: 999, durationMs: 5000 }))
    expect(sameSamples(rest, testSignal(stereo, 47_952, 48).channel(0))).toBe(true)
    expect(await readAll(wavFileSource(path, { startMs: 1000 }))).toEqual([])
    expect(await readAll(wavFileSource(path, { durationMs: 0 }))).toEqual([])
  })

  it('refuses a start beyond the end', async () => {
    const path = file('short.wav', 480)
    await expect(readAll(wavFileSource(path, { startMs: 11 }))).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(
        /startMs 11 lies beyond the end of .*short\.wav, which lasts 10 ms/,
      ),
    })
  })

  it('takes its buffers from the pool', async () => {
    const pool = new BufferPool()
    const source = wavFileSource(file('pool.wav', 10_000), { framesPerBuffer: 1000, pool })
    source.on('data', (buffer) => buffer.release())
    await new Promise((resolve) => source.on('close', resolve))
    expect(pool.stats().acquired).toBe(10)
  })

  it('touches nothing before it is read', () => {
    const source = wavFileSource(folder.file('absent.wav'))
    expect(source.info).toBeUndefined()
    expect(source.state).toBe('idle')
    expect(source.name).toBe('wavFileSource')
  })

  it('gives an empty file its format and its end', async () => {
    const path = folder.file('empty.wav')
    writeFileSync(path, plainWav())
    const source = wavFileSource(path)
    expect(await readAll(source)).toEqual([])
    expect(source.format).toEqual({ sampleRate: 8000, channelCount: 1 })
  })

  it('names the file that is missing, and itself', async () => {
    const path = folder.file('absent.wav')
    await expect(readAll(wavFileSource(path))).rejects.toMatchObject({
      code: 'file-not-found',
      details: { path, stage: 'wavFileSource' },
    })
  })

  it('fails rather than lose the end of a file that is cut while it is read', async () => {
    const path = file('cut.wav', 600_000)
    const source = wavFileSource(path)
    const reading = (async () => {
      for await (const buffer of source) if (buffer.position === 0) truncateSync(path, 1000)
    })()
    await expect(reading).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringMatching(/became shorter/),
    })
  })

  it('closes the file when it is left early', async () => {
    const source = wavFileSource(file('left.wav', 100_000))
    for await (const buffer of source) if (buffer.position === 0) break
    await expect.poll(() => source.closed).toBe(true)
  })

  it.each([
    [{ framesPerBuffer: 0 }, /framesPerBuffer/],
    [{ framesPerBuffer: 2 ** 21 }, /framesPerBuffer/],
    [{ startMs: -1 }, /startMs/],
    [{ durationMs: Number.NaN }, /durationMs/],
    [{ frames: 3 }, /no option 'frames'/],
  ])('refuses %j', (options, message) => {
    expect(() => wavFileSource('a.wav', options as object)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
  })

  it.each(['', 'a\0b', 3, undefined])('refuses %j as a path', (path) => {
    expect(() => wavFileSource(path as string)).toThrow(/path must be/)
  })

  it('reads the end of a file beyond 4 GiB', async () => {
    const path = folder.file('large.wav')
    const dataBytes = 2 ** 32 + 4_000_000
    const layout = wavHeaderLayout('s16', stereo, false)
    const descriptor = openSync(path, 'w')
    writeSync(descriptor, encodeWavHeader(layout, dataBytes))
    // A hole takes no room on the disk; only the last second is written.
    ftruncateSync(descriptor, layout.dataOffset + dataBytes)
    writeSync(
      descriptor,
      encoded('s16', 48_000),
      0,
      192_000,
      layout.dataOffset + dataBytes - 192_000,
    )
    closeSync(descriptor)
    expect(statSync(path).size).toBeGreaterThan(2 ** 32)
    const info = await readWavInfo(path)
    expect(info).toMatchObject({ container: 'RF64', frameCount: dataBytes / 4, warnings: [] })
    const [left] = await readAll(wavFileSource(path, { startMs: info.durationMs - 1000 }))
    expect(sameSamples(left, testSignal(stereo, 0, 48_000).channel(0))).toBe(true)
  })
})
