import { readFileSync } from 'node:fs'
import {
  AudioBuffer,
  type ByteReader,
  bufferSource,
  pipeline,
  wavSink,
  wavSource,
} from '@patchcord/core'
import { afterAll, describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { createEncrypted } from './create-encrypted.js'
import { openEncrypted } from './open-encrypted.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const key = generateKey()
const format = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 480
const seconds = 30

/** A value of its own for each frame of each channel, exact in 16 bits. */
const sampleAt = (frame: number, channel: number): number =>
  (((frame * 37 + channel * 101) % 65_521) - 32_760) / 32_768

function* buffers(): Generator<AudioBuffer> {
  for (let position = 0; position < seconds * format.sampleRate; position += frameCount) {
    const samples = new Float32Array(2 * frameCount)
    for (let frame = 0; frame < frameCount; frame++)
      for (const channel of [0, 1])
        samples[channel * frameCount + frame] = sampleAt(position + frame, channel)
    yield new AudioBuffer({ ...format, samples, position })
  }
}

const path = folder.file('meeting.wav.enc')
await pipeline(bufferSource([...buffers()]), wavSink(createEncrypted(path, { key }))).finished

/** What is read, and how much of it. */
function counted(reader: ByteReader): ByteReader & { bytesRead: number } {
  const counting = {
    path: reader.path,
    byteLength: reader.byteLength,
    bytesRead: 0,
    async read(target: Uint8Array, position: number): Promise<number> {
      const bytesRead = await reader.read(target, position)
      counting.bytesRead += bytesRead
      return bytesRead
    },
    close: () => reader.close(),
  }
  return counting
}

describe('a WAV file that was recorded encrypted', () => {
  it('is complete when the run has finished, and shows nothing', async () => {
    const bytes = readFileSync(path)
    expect(bytes.includes('RIFF')).toBe(false)
    expect(bytes.includes('WAVEfmt')).toBe(false)
    await using file = await openEncrypted(path, { key })
    expect(file.truncated).toBe(false)
  })

  it.each([0, 1, 12_345, 29_990])('plays from %i ms on', async (startMs) => {
    const reader = counted(await openEncrypted(path, { key }))
    const source = wavSource(reader, { startMs, durationMs: 10, framesPerBuffer: 480 })
    const start = (startMs * format.sampleRate) / 1000
    let frames = 0
    for await (const buffer of source) {
      for (const channel of [0, 1])
        for (const [frame, value] of buffer.channel(channel).entries())
          if (value !== sampleAt(start + buffer.position + frame, channel))
            expect([startMs, frame, value]).toBe('the sample there')
      frames += buffer.frameCount
    }
    expect(frames).toBe(480)
    expect(source.info).toMatchObject({ frameCount: seconds * 48_000, format, path })
    // Of 5.8 MB only the header, the end and what is played.
    expect(reader.bytesRead).toBeLessThan(60_000)
    await expect(reader.read(Buffer.alloc(1), 0)).rejects.toMatchObject({ code: 'invalid-state' })
  })

  it('tells that it was damaged, where it is played', async () => {
    const damaged = readFileSync(path)
    damaged[3_000_000]! ^= 1
    const copy = folder.holding('damaged', damaged)
    const play = async (startMs: number): Promise<number> => {
      const source = wavSource(await openEncrypted(copy, { key }), { startMs, durationMs: 1000 })
      let frames = 0
      for await (const buffer of source) frames += buffer.frameCount
      return frames
    }
    expect(await play(2000)).toBe(48_000)
    expect(await play(20_000)).toBe(48_000)
    await expect(play(15_000)).rejects.toMatchObject({
      code: 'authentication-failed',
      details: { stage: 'wavSource' },
    })
  })

  it('plays up to where a crash has cut it', async () => {
    const cut = folder.holding('cut', readFileSync(path).subarray(0, 3_000_000))
    await expect(openEncrypted(cut, { key })).rejects.toMatchObject({
      code: 'authentication-failed',
    })
    const source = wavSource(await openEncrypted(cut, { key, allowTruncated: true }))
    let frames = 0
    for await (const buffer of source) frames += buffer.frameCount
    const wholeBytes = Math.floor((3_000_000 - 56) / 16_400) * 16_384
    expect(frames).toBe(Math.floor((wholeBytes - (source.info?.dataOffset ?? 0)) / 4))
  })

  it('says why it cannot be made', async () => {
    const nowhere = wavSink(createEncrypted(folder.file('no/file'), { key }))
    await expect(pipeline(bufferSource([...buffers()]), nowhere).finished).rejects.toMatchObject({
      code: 'file-not-found',
    })
  })
})
