import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chainedBackend } from '../../test-support/chained-backend.js'
import { type Conversion, convertFile } from '../../test-support/convert-file.js'
import { fileBackend } from '../../test-support/file-backend.js'
import {
  type AnyProcessor,
  type KernelBackend,
  bufferSource,
  gain,
  jsBackend,
  levelMeter,
  pipeline,
  processor,
  sink,
  wavFileSink,
  wavFileSource,
} from '../index.js'
import { testSignal, writeAll } from '../wav/testing/audio-buffers.js'
import { TemporaryFolder } from '../wav/testing/temporary-folder.js'
import { WavFileSink } from '../wav/wav-file-sink.js'
import { WavFileSource } from '../wav/wav-file-source.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const format = { sampleRate: 8000, channelCount: 2 }
const input = folder.file('in.wav')
beforeAll(() => writeAll(wavFileSink(input), [testSignal(format, 0, 2501)]))
let count = 0

describe('a run is not a whole one', () => {
  const plain = (backend: KernelBackend) => [gain({ backend }), gain({ backend })]
  const streams = async (
    stages: (backend: KernelBackend) => readonly AnyProcessor[],
    more: Partial<Conversion> = {},
    backend: KernelBackend = fileBackend(),
  ): Promise<void> => {
    const how = { stages: stages(backend), ...more }
    const { report, bytes } = await convertFile(input, folder.file(`out-${count++}.wav`), how)
    expect(report.backend.wholeRun).toBeUndefined()
    expect(bytes.length).toBeGreaterThan(40)
  }

  it('where fusing is off', () => streams(plain, { options: { fuse: false } }))
  it('where the backend cannot', () => streams(plain, {}, chainedBackend()))
  it('without a kernel', () => streams(() => []))
  it('where there is nothing to read', () => streams(plain, { source: { durationMs: 0 } }))

  it('with another stage or another backend', async () => {
    await streams((backend) => [gain({ backend }), processor((buffer) => buffer)])
    await streams((backend) => [gain({ backend }), gain({ backend: fileBackend() })])
    await streams((backend) => [gain({ backend: jsBackend }), gain({ backend })])
  })

  it('with another source or sink, or a subclass of ours', async () => {
    class Mine extends WavFileSource {}
    class MySink extends WavFileSink {}
    const backend = fileBackend()
    const kernel = () => gain({ backend })
    const from = () => wavFileSource(input)
    const to = () => wavFileSink(folder.file('other.wav'))
    const buffers = bufferSource([testSignal(format, 0, 10)])
    const runs = [
      () =>
        pipeline(
          from(),
          kernel(),
          sink(() => {}),
        ),
      () => pipeline(buffers, kernel(), to()),
      () => pipeline(new Mine(input), kernel(), to()),
      () => pipeline(from(), kernel(), new MySink(folder.file('other.wav'))),
    ]
    for (const begin of runs) expect((await begin().finished).backend.wholeRun).toBeUndefined()
    for await (const { frameCount } of pipeline(from(), kernel())) expect(frameCount).toBe(2501)
    expect(backend.runs).toEqual([])
  })

  it('where somebody looks at what comes out of a stage', async () => {
    const look = (): void => undefined
    await streams((backend) => [
      gain({ backend }),
      gain({ backend }).on('readable', look).off('readable', look) as AnyProcessor,
    ])
    const source = wavFileSource(input)
    source.on('readable', look).off('readable', look)
    const backend = fileBackend()
    const run = pipeline(source, gain({ backend }), wavFileSink(folder.file('seen.wav')))
    expect((await run.finished).backend.wholeRun).toBeUndefined()
  })

  it('where somebody listens to a meter, who may change what is behind it', async () => {
    const hear = async (backend: KernelBackend, when: 'before' | 'paused') => {
      const meter = levelMeter({ backend, windowMs: 10 })
      const late = gain({ backend, rampMs: 0 })
      const listen = (): void => void meter.once('level', () => late.set('gainDb', -Infinity))
      const output = wavFileSink(folder.file(`heard-${count++}.wav`))
      const source = wavFileSource(input, { framesPerBuffer: 300 })
      const run = pipeline(source, meter, late, output)
      if (when === 'before') listen()
      else {
        run.pause()
        await new Promise((resolve) => void run.on('started', () => setImmediate(resolve)))
        listen()
        run.resume()
      }
      expect((await run.finished).backend.wholeRun).toBeUndefined()
      return readFileSync(output.path)
    }
    const due = await hear(chainedBackend(), 'before')
    expect(due.subarray(-8000).every((byte) => byte === 0)).toBe(true)
    expect((await hear(fileBackend(), 'before')).equals(due)).toBe(true)
    expect((await hear(fileBackend(), 'paused')).equals(due)).toBe(true)
  })

  it('on Windows, where the sink replaces the very file that is read', async () => {
    const system = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor
    Object.defineProperty(process, 'platform', { ...system, value: 'win32' })
    try {
      const same = folder.file('same.wav')
      writeFileSync(same, readFileSync(input))
      const wholes: unknown[] = []
      for (const to of [same, folder.file('another.wav')]) {
        const louder = gain({ backend: fileBackend(), gainDb: 3 })
        const run = pipeline(wavFileSource(same), louder, wavFileSink(to))
        wholes.push((await run.finished).backend.wholeRun)
      }
      expect(wholes).toEqual([undefined, true])
    } finally {
      Object.defineProperty(process, 'platform', system)
    }
  })
})
