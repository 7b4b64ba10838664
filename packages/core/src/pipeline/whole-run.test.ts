import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Conversion, convertFile } from '../../test-support/convert-file.js'
import { fileBackend } from '../../test-support/file-backend.js'
import {
  type AnyProcessor,
  type KernelBackend,
  type RunReport,
  channelMix,
  fade,
  gain,
  highPass,
  levelMeter,
  limiter,
  pipeline,
  resample,
  wavFileSink,
  wavFileSource,
} from '../index.js'
import { chunk, concat, fmt, riff } from '../wav/testing/wav-bytes.js'
import { testSignal, writeAll } from '../wav/testing/audio-buffers.js'
import { TemporaryFolder } from '../wav/testing/temporary-folder.js'
import { wavSampleFormats } from '../wav/wav-sample-format.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const format = { sampleRate: 8000, channelCount: 2 }
const input = (name: string): string => folder.file(`in-${name}.wav`)

beforeAll(async () => {
  for (const sampleFormat of wavSampleFormats)
    await writeAll(wavFileSink(input(sampleFormat), { sampleFormat }), [
      testSignal(format, 0, 2501),
    ])
  const big = Uint8Array.from({ length: 999 * 3 }, (_, at) => at)
  const header = fmt({ bits: 24, littleEndian: false })
  writeFileSync(
    input('rifx'),
    riff(
      [
        chunk('fmt ', header, { littleEndian: false }),
        chunk('data', concat(big), { littleEndian: false }),
      ],
      'RIFX',
    ),
  )
})

type Stages = (backend: KernelBackend) => readonly AnyProcessor[]
type Case = Omit<Conversion, 'stages'>

let count = 0
const convert = (name: string, stages: Stages, more: Case): ReturnType<typeof convertFile> =>
  convertFile(input(name), folder.file(`out-${count++}.wav`), {
    ...more,
    stages: stages(fileBackend()),
  })

/** The same twice: as a whole, and item by item. */
async function both(name: string, stages: Stages, more: Case = {}) {
  const whole = await convert(name, stages, more)
  const streamed = await convert(name, stages, { ...more, options: { fuse: false } })
  expect([whole.report.backend.wholeRun, streamed.report.backend.wholeRun]).toEqual([
    true,
    undefined,
  ])
  return { whole, streamed }
}

const louder = (backend: KernelBackend) => [gain({ backend, gainDb: 3 })]
const chain = (backend: KernelBackend) => [
  levelMeter({ backend, windowMs: 7 }),
  highPass({ backend, frequencyHz: 80 }),
  resample({ backend, sampleRate: 11_025 }),
  limiter({ backend, lookAheadMs: 5, ceilingDb: -6 }),
  channelMix({ backend, channelCount: 1 }),
  fade({ backend, direction: 'in', durationMs: 20 }),
]

describe('a whole run', () => {
  it.each([...wavSampleFormats, 'rifx'])(
    'gives the bytes that a stream gives: %s',
    async (name) => {
      const sampleFormat = name === 'rifx' ? 's24' : (name as (typeof wavSampleFormats)[number])
      for (const stages of [louder, chain]) {
        const { whole, streamed } = await both(name, stages, { sink: { sampleFormat } })
        expect(whole.bytes.equals(streamed.bytes)).toBe(true)
        expect(whole.bytes.length).toBeGreaterThan(1500)
      }
    },
  )

  it.each([
    ['a part of the file', { source: { startMs: 33, durationMs: 77 } }],
    ['its last frame', { source: { startMs: 312.5 } }],
    ['one block', { source: { framesPerBuffer: 100_000 } }],
    ['dither', { sink: { dither: 'tpdf', ditherSeed: 7 } }],
    ['the long header', { sink: { extensible: 'always' } }],
    ['what the disk has', { sink: { durability: 'fsync' } }],
    ['an odd number of bytes', { sink: { sampleFormat: 'u8' }, source: { durationMs: 75.125 } }],
  ] as const)('gives the bytes that a stream gives: %s', async (_name, more) => {
    const mono = (backend: KernelBackend) => [channelMix({ backend, channelCount: 1 })]
    for (const stages of [louder, mono]) {
      const { whole, streamed } = await both('s16', stages, more)
      expect(whole.bytes.equals(streamed.bytes)).toBe(true)
    }
  })

  it('reports as a stream does', async () => {
    const { whole, streamed } = await both('f32', chain, { sink: { sampleFormat: 's24' } })
    const plain = ({ stages, ...run }: RunReport) => ({
      ...run,
      wallMs: 0,
      cpuMs: 0,
      realTimeRatio: 0,
      backend: run.backend.name,
      stages: stages.map(({ timeUs: _timeUs, ...stage }) => stage),
    })
    expect(plain(whole.report)).toEqual(plain(streamed.report))
    expect(whole.report.backend).toEqual({ name: 'native', wholeRun: true })
    for (const { timeUs } of whole.report.stages) {
      expect(timeUs?.samples).toBeGreaterThan(0)
      expect(timeUs?.max).toBeGreaterThanOrEqual(timeUs?.p50 as number)
    }
    expect(whole.source.info).toEqual({ ...streamed.source.info, path: whole.source.path })
  })

  it('counts what it clips and writes, and measures', async () => {
    const meters: number[] = []
    const stages = (backend: KernelBackend) => {
      const meter = levelMeter({ backend, windowMs: 10 })
      meter.on(
        'close',
        () => void meters.push(meter.total.frameCount, meter.total.rms[0] as number),
      )
      const brake = limiter({ backend, ceilingDb: -40 })
      brake.on('close', () => void meters.push(brake.readGainReductionDb()))
      return [gain({ backend, gainDb: 12 }), meter, brake, gain({ backend, gainDb: 46 })]
    }
    const { whole, streamed } = await both('f32', stages)
    const numbers = ({ sink: { framesWritten, bytesWritten, clippedSamples } }: typeof whole) => [
      framesWritten,
      bytesWritten,
      clippedSamples,
    ]
    expect(numbers(whole)).toEqual(numbers(streamed))
    expect(whole.sink.clippedSamples).toBeGreaterThan(100)
    expect(whole.sink.bytesWritten).toBe(whole.bytes.length)
    expect(meters.slice(0, 3)).toEqual(meters.slice(3))
    expect(meters[0]).toBe(2501)
  })

  it('can write to the very file that it reads, and into a folder', async () => {
    const path = folder.file('same.wav')
    writeFileSync(path, readFileSync(input('s16')))
    const backend = fileBackend()
    const { backend: said } = await pipeline(
      wavFileSource(path),
      gain({ backend, gainDb: 3 }),
      wavFileSink(path),
    ).finished
    const { streamed } = await both('s16', louder)
    expect(said.wholeRun).toBe(true)
    expect(readFileSync(path).equals(streamed.bytes)).toBe(true)
    const takes = `${folder.file('takes')}/`
    const run = pipeline(wavFileSource(input('s16')), gain({ backend }), wavFileSink(takes))
    expect((await run.finished).backend.wholeRun).toBe(true)
    expect(readdirSync(takes)).toHaveLength(1)
  })

  it('takes in what pipeline() puts in between', async () => {
    // A rate that is no whole number cannot be written.
    const stages = (backend: KernelBackend) => [resample({ backend, sampleRate: 7999.5 })]
    const { report } = await convert('s16', stages, {})
    expect(report.stages.map(({ inserted }) => inserted)).toEqual([false, false, true, false])
    // That stage has the backend of the run, which is another.
    expect(report.backend.wholeRun).toBeUndefined()
  })
})
