import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AnyProcessor,
  AudioBuffer,
  type KernelBackend,
  type Run,
  type RunReport,
  type WavSampleFormat,
  biquad,
  bufferSource,
  channelMix,
  fade,
  gain,
  jsBackend,
  levelMeter,
  limiter,
  pipeline,
  readWavInfo,
  resample,
  wavFileSink,
  wavFileSource,
} from '@patchcord/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Conversion, convertFile } from '../../../core/test-support/convert-file.js'
import { HandClock } from '../../../core/test-support/hand-clock.js'
import { hasAddons, testingBinding } from './addons.test-support.js'
import { NativeBackend } from './native-backend.js'

const folder = mkdtempSync(join(tmpdir(), 'patchcord-whole-run-'))
const disk = join(folder, 'disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) execFileSync('umount', ['--lazy', disk])
  rmSync(folder, { recursive: true, force: true })
})
const formats = ['u8', 's16', 's24', 's32', 'f32', 'f64', 'alaw', 'mulaw'] as const
const stereo = { sampleRate: 48_000, channelCount: 2 }
const long = join(folder, 'long.wav')
const inputOf = (sampleFormat: WavSampleFormat): string => join(folder, `in-${sampleFormat}.wav`)
let count = 0
const output = (): string => join(folder, `out-${count++}.wav`)

/** Noise up to 1.2, the same each time. */
function noise(frameCount: number): AudioBuffer {
  let seed = 1
  const samples = Float32Array.from({ length: 2 * frameCount }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0
    return (seed / 2 ** 31) * 1.2
  })
  return new AudioBuffer({ ...stereo, samples })
}

beforeAll(async () => {
  const write = (path: string, frames: number, sampleFormat: WavSampleFormat) =>
    pipeline(bufferSource([noise(frames)]), wavFileSink(path, { sampleFormat })).finished
  for (const sampleFormat of formats) await write(inputOf(sampleFormat), 30_001, sampleFormat)
  await write(long, 2_000_000, 's16')
})

type Stages = (backend: KernelBackend) => readonly AnyProcessor[]
const chains: Record<string, Stages> = {
  gain: (backend) => [gain({ backend, gainDb: -3 })],
  four: (backend) => [
    levelMeter({ backend, windowMs: 10 }),
    biquad({ backend, sections: [{ type: 'high-pass', frequencyHz: 80 }] }),
    gain({ backend, gainDb: 9 }),
    limiter({ backend, ceilingDb: -1 }),
  ],
  mono: (backend) => [
    limiter({ backend, lookAheadMs: 3 }),
    channelMix({ backend, channelCount: 1 }),
    fade({ backend, direction: 'in', durationMs: 100 }),
    limiter({ backend, lookAheadMs: 20, ceilingDb: -12 }),
  ],
  rates: (backend) => [
    resample({ backend, sampleRate: 44_100 }),
    limiter({ backend, ceilingDb: -3 }),
    resample({ backend, sampleRate: 48_000, quality: 'fast' }),
  ],
}
/** Without what takes a while of its own or may differ: times, names and files. */
const figures = ({ stages, frames, durationMs, latency }: RunReport) => ({
  frames,
  durationMs,
  latency,
  stages: stages.map(({ timeUs: _timeUs, backend: _backend, ...stage }) => stage),
})

describe.skipIf(!hasAddons)('a whole run on a thread of Rust (needs Rust)', () => {
  const backend = hasAddons ? new NativeBackend(testingBinding()) : jsBackend
  const convert = (
    from: string,
    stages: Stages,
    by: KernelBackend,
    how: Omit<Conversion, 'stages'>,
  ) => convertFile(from, output(), { ...how, stages: stages(by) })

  describe.each(Object.entries(chains))('gives the bytes of a stream: %s', (name, stages) => {
    it.each(formats)('%s', async (sampleFormat) => {
      const at = formats.indexOf(sampleFormat)
      const from = inputOf(formats[(at + 3) % formats.length] as WavSampleFormat)
      const source = { framesPerBuffer: [1000, 16_384, 77, 30_001][at % 4] as number }
      const how = { source, sink: { sampleFormat } }
      const whole = await convert(from, stages, backend, how)
      const streamed = await convert(from, stages, backend, { ...how, options: { fuse: false } })
      expect([whole.report.backend.wholeRun, streamed.report.backend.wholeRun]).toEqual([
        true,
        undefined,
      ])
      expect(whole.bytes.equals(streamed.bytes)).toBe(true)
      expect(figures(whole.report)).toEqual(figures(streamed.report))
      expect(whole.sink.clippedSamples).toBe(streamed.sink.clippedSamples)
      if (name === 'rates') return
      const js = await convert(from, stages, jsBackend, how)
      expect(whole.bytes.equals(js.bytes)).toBe(true)
    })
  })

  it('gives the bytes of a stream: dither, a part of the file, the long header, fsync', async () => {
    const how = {
      source: { startMs: 100.01, durationMs: 333.3, framesPerBuffer: 480 },
      sink: {
        dither: 'tpdf',
        ditherSeed: 9,
        extensible: 'always',
        durability: 'fsync',
      },
    } as const
    for (const stages of Object.values(chains)) {
      const whole = await convert(inputOf('f32'), stages, backend, how)
      const streamed = await convert(inputOf('f32'), stages, backend, {
        ...how,
        options: { fuse: false },
      })
      expect(whole.report.backend.wholeRun).toBe(true)
      expect(whole.bytes.equals(streamed.bytes)).toBe(true)
    }
  })

  it('times each part', async () => {
    const { report } = await convert(long, chains.four as Stages, backend, {})
    for (const { timeUs } of report.stages) expect(timeUs?.samples).toBeGreaterThan(16)
  })

  it('has all readings, in order', async () => {
    const meter = levelMeter({ backend, windowMs: 1 })
    const run = pipeline(wavFileSource(long), meter, wavFileSink(output()))
    const heard: number[] = []
    run.on('started', () =>
      queueMicrotask(() => meter.on('level', ({ position }) => heard.push(position))),
    )
    expect((await run.finished).backend.wholeRun).toBe(true)
    expect(heard).toEqual(Array.from({ length: Math.ceil(2_000_000 / 48) }, (_, at) => at * 48))
    expect(meter.total.frameCount).toBe(2_000_000)
  })

  /** A run that is held as soon as it has begun. */
  async function held(path = output(), clock = new HandClock()) {
    const volume = gain({ backend, rampMs: 0 })
    const source = wavFileSource(long, { framesPerBuffer: 4096 })
    const sink = wavFileSink(path, { clock })
    const run: Run = pipeline(source, volume, limiter({ backend, ceilingDb: 0 }), sink)
    run.finished.catch(() => undefined)
    await new Promise<void>((resolve) => {
      run.on('started', () =>
        queueMicrotask(() => {
          run.pause()
          resolve()
        }),
      )
    })
    expect(run.stats().backend.wholeRun).toBe(true)
    return { run, volume, source, sink, clock }
  }
  const samplesOf = async (path: string): Promise<Buffer> => {
    const { dataOffset, dataByteLength } = await readWavInfo(path)
    return readFileSync(path).subarray(dataOffset, dataOffset + dataByteLength)
  }

  it('is held, has in its header what is in the file, takes changes, and goes on', async () => {
    const { run, volume, sink, clock } = await held()
    await expect
      .poll(async () => {
        await clock.advance(200)
        return (await readWavInfo(sink.path)).frameCount - sink.framesWritten
      })
      .toBe(0)
    // The block under way is still written, and what is in the limiter comes after it.
    const done = sink.framesWritten + 2 * 4096
    volume.set('gainDb', -Infinity)
    run.resume()
    expect((await run.finished).frames).toBe(2_000_000)
    const all = await samplesOf(sink.path)
    const end = all.subarray(4 * done)
    expect(end.every((byte) => byte === 0)).toBe(true)
  })

  it('is stopped, with what was read in the file', async () => {
    const { run, sink } = await held()
    const { reason, frames, stages } = await run.stop()
    expect([reason, frames]).toEqual(['stopped', stages[0]?.framesOut])
    const due = await samplesOf(long)
    expect((await samplesOf(sink.path)).equals(due.subarray(0, 4 * frames))).toBe(true)
  })

  it.each(['close', 'discard', 'destroy'])(
    'touches the file no more when it was ended by %s',
    async (way) => {
      const { run, sink, volume } = await held()
      run.resume()
      if (way === 'close') await run.close()
      if (way === 'discard') await run.stop({ drain: false })
      if (way === 'destroy') {
        volume.destroy()
        await expect(run.finished).rejects.toMatchObject({ code: 'aborted' })
      }
      const size = statSync(sink.path).size
      expect(size).toBe(sink.bytesWritten)
      const { frameCount, warnings } = await readWavInfo(sink.path)
      expect([frameCount, warnings]).toEqual([sink.framesWritten, []])
      const due = await samplesOf(long)
      expect((await samplesOf(sink.path)).equals(due.subarray(0, 4 * frameCount))).toBe(true)
      for (let turn = 0; turn < 20; turn++)
        await new Promise((resolve) => void setImmediate(resolve))
      expect(statSync(sink.path).size).toBe(size)
    },
  )

  it('says of a file that became shorter what a stream says', async () => {
    const copy = join(folder, 'shrinks.wav')
    const errors: unknown[] = []
    for (const fuse of [true, false]) {
      execFileSync('cp', [long, copy])
      const run = pipeline(wavFileSource(copy), gain({ backend }), wavFileSink(output()), { fuse })
      run.on('started', () => truncateSync(copy, 100_001))
      errors.push(await run.finished.catch((error: unknown) => error))
    }
    const [whole, streamed] = errors as [Error, Error]
    expect(whole.message).toMatch(/ended at byte 100001, samples were due up to 8000/)
    expect(whole.message).toBe(streamed.message)
    expect(whole).toMatchObject({ code: 'io-failed', details: { stage: 'wavFileSource' } })
  })

  it('fails the stage whose kernel panics', async () => {
    const bad: KernelBackend = {
      name: 'native',
      create: (spec, input) => {
        const kernel = backend.create(spec, input)
        const native = testingBinding().createPanickingKernel(48_000, 2, 5)
        return Object.assign(kernel, { native })
      },
      runFile: (job) => (backend.runFile as NonNullable<KernelBackend['runFile']>)(job),
    }
    const sink = wavFileSink(output())
    const run = pipeline(wavFileSource(long), gain({ backend: bad, name: 'bad' }), sink)
    await expect(run.finished).rejects.toMatchObject({
      code: 'stage-failed',
      details: { stage: 'bad' },
    })
    expect((await readWavInfo(sink.path)).frameCount).toBe(sink.framesWritten)
  })

  it.skipIf(!mounted)(
    'says of a full disk what a stream says (needs to mount a tmpfs)',
    async () => {
      const texts: string[] = []
      for (const fuse of [true, false]) {
        const sink = wavFileSink(join(disk, 'take.wav'), { sampleFormat: 's24' })
        const run = pipeline(wavFileSource(long), gain({ backend }), sink, { fuse })
        const error: unknown = await run.finished.catch((thrown: unknown) => thrown)
        const { framesWritten, path } = sink
        expect(error).toMatchObject({
          code: 'disk-full',
          details: { path, errno: 'ENOSPC', framesWritten, stage: 'wavFileSink' },
        })
        expect(await readWavInfo(path)).toMatchObject({ frameCount: framesWritten, warnings: [] })
        texts.push((error as Error).message)
      }
      expect(texts[0]).toMatch(/The file is valid and holds the \d+ frames before$/)
      expect(texts[0]).toBe(texts[1])
    },
  )
})
