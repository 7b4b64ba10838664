import { fstatSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FileFault, fileBackend } from '../../test-support/file-backend.js'
import type { FakeFileRun } from '../../test-support/fake-file-run.js'
import {
  type KernelBackend,
  type Run,
  type WavFileSinkOptions,
  gain,
  limiter,
  pipeline,
  readWavInfo,
  wavFileSink,
  wavFileSource,
} from '../index.js'
import { testSignal, writeAll } from '../wav/testing/audio-buffers.js'
import { TemporaryFolder } from '../wav/testing/temporary-folder.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const input = folder.file('in.wav')
const format = { sampleRate: 8000, channelCount: 1 }
const [blocks, blockFrames] = [20, 101]
beforeAll(() => writeAll(wavFileSink(input), [testSignal(format, 0, blocks * blockFrames)]))

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
const systemError = (code: string): Error => Object.assign(new Error(`${code}: it is so`), { code })
let count = 0

/** A run of two kernels over a copy of the file. */
function set(backend: KernelBackend, signal?: AbortSignal, to: WavFileSinkOptions = {}) {
  const path = folder.file(`copy-${count}.wav`)
  writeFileSync(path, readFileSync(input))
  const source = wavFileSource(path, { framesPerBuffer: blockFrames })
  const kernels = [gain({ backend, name: 'first' }), limiter({ backend, name: 'second' })] as const
  const sink = wavFileSink(folder.file(`out-${count++}.wav`), to)
  const run: Run = pipeline(source, ...kernels, sink, signal === undefined ? {} : { signal })
  const error = run.finished.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { path, source, kernels, sink, run, error, ports: [source, ...kernels, sink] }
}

/** The same, in its middle, with a job that the test moves on. */
async function inTheMiddle(signal?: AbortSignal) {
  const backend = fileBackend({ auto: false })
  const stages = set(backend, signal)
  while (backend.runs.length === 0) await turn()
  const job = backend.runs[0] as FakeFileRun
  await job.step(5)
  return { ...stages, job }
}

/** Throws an error before a block of a part. */
function faulty(part: 'input' | 'output' | number, block: number, error: Error): KernelBackend {
  const fault: FileFault = (at, index) => {
    if (at === part && index === block) throw error
  }
  return fileBackend({ fault })
}

describe('a whole run that fails', () => {
  it('in reading fails the source', async () => {
    const { error, path, ports, sink } = set(faulty('input', 4, systemError('EIO')))
    expect(await error).toMatchObject({
      code: 'io-failed',
      message: `wavFileSource: ${path} could not be read: EIO: it is so`,
      details: { stage: 'wavFileSource', path, errno: 'EIO' },
    })
    expect(ports.map(({ closed }) => closed)).toEqual(Array(4).fill(true))
    expect(ports.map(({ state }) => state)).toEqual(Array(4).fill('failed'))
    const { frameCount, warnings } = await readWavInfo(sink.path)
    expect([frameCount, warnings]).toEqual([sink.framesWritten, []])
    expect(frameCount).toBeGreaterThan(3 * blockFrames - 50)
  })

  it('says of a file that became shorter what a stream says', async () => {
    const { error, path, job } = await inTheMiddle()
    truncateSync(path, 1500)
    while (job.outcome === undefined) await job.step()
    const due = (await readWavInfo(input)).dataOffset + 2 * blocks * blockFrames
    expect(await error).toMatchObject({
      code: 'io-failed',
      message: `wavFileSource: ${path} became shorter while it was read: it ended at byte 1500, samples were due up to ${due}. Do not write to a file that is being read`,
      details: { path, byteLength: 1500, expectedBytes: due, stage: 'wavFileSource' },
    })
  })

  it.each(['first', 'second'])('in a kernel fails its stage: %s', async (name) => {
    const cause = new Error('panic')
    const { error, run, sink } = set(faulty(name === 'first' ? 0 : 1, 6, cause))
    expect(await error).toMatchObject({ code: 'stage-failed', details: { stage: name }, cause })
    const { stages } = run.stats()
    expect(stages[0]?.itemsOut).toBe(7)
    expect((await readWavInfo(sink.path)).frameCount).toBe(stages[3]?.framesIn)
  })

  it.each([
    ['s16', 0],
    ['u8', 1],
    // An odd number of bytes and no room for a pad byte.
    ['s24', -1],
  ] as const)('in writing fails the sink, whose file is valid: %s', async (sampleFormat, more) => {
    const cause = systemError('ENOSPC')
    const { error, sink, run } = set(faulty('output', 7, cause), undefined, { sampleFormat })
    const framesWritten = expect.any(Number) as number
    expect(await error).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /^wavFileSink: .*out-\d+\.wav could not be written: the disk is full; free some space\. The file is valid and holds the \d+ frames before$/,
      ),
      details: { stage: 'wavFileSink', errno: 'ENOSPC', framesWritten },
    })
    expect(await error).toMatchObject({ details: { framesWritten: sink.framesWritten } })
    const { frameCount, warnings } = await readWavInfo(sink.path)
    expect([frameCount, warnings]).toEqual([sink.framesWritten, []])
    // The system took one more byte.
    expect(frameCount).toBe((run.stats().stages[3]?.framesIn as number) + more)
    expect(readFileSync(sink.path).length).toBe(sink.bytesWritten)
  })

  it('to begin fails the source', async () => {
    const runFile = (): never => {
      throw new Error('no thread')
    }
    const { error, ports } = set({ ...fileBackend(), runFile })
    expect(await error).toMatchObject({
      code: 'stage-failed',
      details: { stage: 'wavFileSource' },
      message: 'wavFileSource failed: no thread',
    })
    expect(ports.every(({ closed }) => closed)).toBe(true)
  })

  it('fails the stage whose kernel refuses what was set before it began', async () => {
    const good = fileBackend()
    const cause = new Error('no')
    const create: KernelBackend['create'] = (spec, of) =>
      Object.assign(good.create(spec, of), {
        update: () => {
          throw cause
        },
      })
    const { error, kernels, run } = set({ ...good, create })
    run.on('started', () => void kernels[1].set('ceilingDb', -3))
    expect(await error).toMatchObject({ details: { stage: 'second' }, cause })
    expect(good.runs).toEqual([])
  })
})

describe('a whole run that is ended', () => {
  it('by stop drains: what was read is written', async () => {
    const { run, job, sink, source } = await inTheMiddle()
    const stopped = run.stop()
    expect([run.health, source.state]).toEqual(['draining', 'draining'])
    await job.step()
    expect(await stopped).toMatchObject({ reason: 'stopped', frames: 5 * blockFrames })
    expect([job.aborted, sink.framesWritten]).toEqual([false, 5 * blockFrames])
    expect((await readWavInfo(sink.path)).frameCount).toBe(5 * blockFrames)
  })

  it('by stop ends a pause', async () => {
    const { run, job } = await inTheMiddle()
    run.pause()
    void run.stop()
    expect(job.paused).toBe(false)
    await job.step()
    expect(await run.finished).toMatchObject({ reason: 'stopped', frames: 5 * blockFrames })
  })

  it('by stop without draining leaves what is in the kernels', async () => {
    const { run, job, sink, ports } = await inTheMiddle()
    const { reason, frames, stages } = await run.stop({ drain: false })
    expect([reason, job.aborted]).toEqual(['stopped', true])
    const inside = stages[2]?.framesIn as number
    expect(frames).toBeLessThan(inside)
    expect((await readWavInfo(sink.path)).frameCount).toBe(frames)
    expect(ports.every(({ closed }) => closed)).toBe(true)
  })

  it.each([
    ['close', 'aborted'],
    ['signal', 'aborted'],
    ['destroy 0', 'aborted'],
    ['destroy 1', 'aborted'],
    ['destroy 2', 'aborted'],
    ['destroy 3', 'aborted'],
    ['fail 0', 'stage-failed'],
    ['fail 2', 'stage-failed'],
    ['fail 3', 'stage-failed'],
  ])('by %s, waits until the job touches the files no more', async (way, code) => {
    for (const paused of [false, true]) {
      const abort = new AbortController()
      const { run, job, error, ports, sink, path } = await inTheMiddle(abort.signal)
      job.abort = () => void (job.aborted = true)
      if (paused) run.pause()
      const [act, at] = way.split(' ')
      if (act === 'close') void run.close()
      if (act === 'signal') abort.abort()
      if (act === 'destroy') ports[Number(at)]?.destroy()
      if (act === 'fail') ports[Number(at)]?.destroy(new Error('mine'))
      let isOver = false
      void error.then(() => (isOver = true))
      for (let count = 0; count < 20; count++) await turn()
      expect([job.aborted, isOver, job.outcome]).toEqual([true, false, undefined])
      const { input: read, output: written } = job.job
      expect(fstatSync(read.fd).ino).toBe(statSync(path).ino)
      expect(fstatSync(written.fd).ino).toBe(statSync(sink.path).ino)
      await job.step()
      expect(await error).toMatchObject({ code })
      expect(ports.every(({ closed }) => closed)).toBe(true)
      const { frameCount, warnings } = await readWavInfo(sink.path)
      expect([frameCount, warnings]).toEqual([sink.framesWritten, []])
      expect(frameCount).toBeGreaterThan(400)
    }
  })

  it('is told of an error in its last writes as well', async () => {
    const { run, job, error, sink } = await inTheMiddle()
    job.abort = () => job.end({ error: systemError('ENOSPC'), part: 'output' })
    void run.stop({ drain: false })
    expect(await error).toMatchObject({ code: 'disk-full' })
    expect((await readWavInfo(sink.path)).frameCount).toBe(sink.framesWritten)
  })
})
