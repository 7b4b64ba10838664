import { spawnSync } from 'node:child_process'
import { createWriteStream, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { bufferSource } from '../ports/buffer-source.js'
import { pipeline } from '../pipeline/index.js'
import { readAll, testSignal, writeAll } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { readWavInfo } from './read-wav-info.js'
import { wavFileSink } from './wav-file-sink.js'
import { wavFileSource } from './wav-file-source.js'
import { wavSampleFormats } from './wav-sample-format.js'
import { wavSink } from './wav-sink.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const stereo = { sampleRate: 44_100, channelCount: 2 }
const signal = [
  testSignal(stereo, 0, 1000),
  testSignal(stereo, 1000, 0),
  testSignal(stereo, 1000, 501),
]
const hasSox = spawnSync('sox', ['--version']).status === 0
const copies = () => signal.map((one) => testSignal(stereo, one.position, one.frameCount))

async function streamed(options: Parameters<typeof wavSink>[1]): Promise<string> {
  const path = folder.file('streamed.wav')
  await pipeline(bufferSource(copies()), wavSink(createWriteStream(path), options)).finished
  return path
}

describe('wavSink', () => {
  it.each(wavSampleFormats)(
    'writes %s as wavFileSink does, without a length',
    async (sampleFormat) => {
      const plain = folder.file('plain.wav')
      await writeAll(wavFileSink(plain, { sampleFormat }), copies())
      const path = await streamed({ sampleFormat })
      expect(await readAll(wavFileSource(path))).toEqual(await readAll(wavFileSource(plain)))
      const {
        chunks: _,
        byteLength: _size,
        warnings,
        path: _path,
        ...info
      } = await readWavInfo(path)
      expect(await readWavInfo(plain)).toMatchObject(info)
      expect(warnings).toEqual([expect.stringMatching(/length of the samples was not stated/)])
      const bytes = await readFile(path)
      expect([bytes.readUInt32LE(4), bytes.readUInt32LE(bytes.indexOf('data') + 4)]).toEqual([
        0xffff_ffff, 0xffff_ffff,
      ])
      const fact = bytes.indexOf('fact')
      if (fact > 0) expect(bytes.readUInt32LE(fact + 8)).toBe(0xffff_ffff)
    },
  )

  it('takes the options of the header and of dithering', async () => {
    const extended = await readWavInfo(await streamed({ extensible: 'always' }))
    expect(extended.chunks.find(({ id }) => id === 'fmt ')?.byteLength).toBe(40)
    const dithered = [1, 1, 2].map(async (ditherSeed, index) => {
      const bytes = new PassThrough()
      const sink = wavSink(bytes, {
        sampleFormat: 'u8',
        dither: 'tpdf',
        ditherSeed,
        name: `${index}`,
      })
      const [written] = await Promise.all([
        buffer(bytes),
        pipeline(bufferSource(copies()), sink).finished,
      ])
      return written.toString('hex')
    })
    const [one, again, other] = await Promise.all(dithered)
    expect(one).toBe(again)
    expect(one).not.toBe(other)
  })

  it('asks for a rate in whole Hz, and refuses another', async () => {
    const sink = wavSink(new PassThrough())
    expect(sink.preferredFormat({ sampleRate: 44_100.4, channelCount: 1 }).sampleRate).toBe(44_100)
    const failed = new Promise((resolve) => sink.once('error', resolve))
    sink.write(testSignal({ sampleRate: 8000.5, channelCount: 1 }, 0, 1))
    expect(await failed).toMatchObject({ code: 'format-unsupported' })
  })

  it('counts what it clips', async () => {
    const loud = testSignal(stereo, 0, 10)
    loud.samples.fill(2)
    const sink = wavSink(new PassThrough().resume())
    await pipeline(bufferSource([loud]), sink).finished
    expect(sink.clippedSamples).toBe(20)
  })

  it('leaves the stream open if told to, and destroys it when it is closed early', async () => {
    const open = new PassThrough()
    await pipeline(bufferSource(copies()), wavSink(open.resume(), { end: false })).finished
    expect([open.writableEnded, open.destroyed]).toEqual([false, false])
    const unused = new PassThrough()
    await wavSink(unused).close()
    expect(unused.destroyed).toBe(true)
  })

  it('tells that the disk is full', async () => {
    const full = new Writable({
      write: (_bytes, _encoding, done) =>
        done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
    })
    await expect(pipeline(bufferSource(copies()), wavSink(full)).finished).rejects.toMatchObject({
      code: 'io-failed',
      details: expect.objectContaining({ errno: 'ENOSPC' }),
    })
  })

  it('checks its arguments', () => {
    const invalid = expect.objectContaining({ code: 'invalid-option' })
    for (const writable of [null, 'out.wav', {}])
      expect(() => wavSink(writable as unknown as Writable)).toThrow(invalid)
    // @ts-expect-error no boolean
    expect(() => wavSink(new PassThrough(), { end: 1 })).toThrow(invalid)
    // @ts-expect-error not of this sink
    expect(() => wavSink(new PassThrough(), { overwrite: true })).toThrow(
      /^wavSink has no option 'overwrite'/,
    )
  })

  it.skipIf(!hasSox)('is read by sox (needs sox)', async () => {
    const piped = spawnSync('sox', ['-t', 'wav', '-', '-t', 'raw', '-'], {
      input: await readFile(await streamed({})),
    })
    writeFileSync(folder.file('raw'), piped.stdout)
    const { dataOffset, path } = await readWavInfo(folder.file('streamed.wav'))
    expect(piped.stdout.equals((await readFile(path)).subarray(dataOffset))).toBe(true)
  })
})
