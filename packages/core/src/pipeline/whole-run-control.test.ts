import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeFileBackend, fileBackend } from '../../test-support/file-backend.js'
import type { FakeFileRun } from '../../test-support/fake-file-run.js'
import { HandClock } from '../../test-support/hand-clock.js'
import {
  type PipelineOptions,
  type Run,
  gain,
  levelMeter,
  limiter,
  pipeline,
  readWavInfo,
  wavFileSink,
  wavFileSource,
} from '../index.js'
import { bufferOf, readAll, writeAll } from '../wav/testing/audio-buffers.js'
import { TemporaryFolder } from '../wav/testing/temporary-folder.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const input = folder.file('in.wav')
const format = { sampleRate: 8000, channelCount: 1 }
const [blocks, blockFrames] = [20, 100]
beforeAll(() =>
  writeAll(wavFileSink(input, { sampleFormat: 'f32' }), [
    bufferOf(format, new Float32Array(blocks * blockFrames).fill(0.5)),
  ]),
)

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
const turns = async (): Promise<void> => {
  for (let count = 0; count < 20; count++) await turn()
}
let count = 0

/** A run through a meter and a gain whose job the test moves on. */
async function begin(options: PipelineOptions = {}) {
  const backend: FakeFileBackend = fileBackend({ auto: false })
  const meter = levelMeter({ backend, windowMs: 12.5 })
  const volume = gain({ backend, rampMs: 0 })
  const source = wavFileSource(input, { framesPerBuffer: blockFrames })
  const sink = wavFileSink(folder.file(`out-${count++}.wav`), { sampleFormat: 'f32' })
  const run: Run = pipeline(source, meter, volume, sink, options)
  run.finished.catch(() => undefined)
  while (backend.runs.length === 0) await turn()
  const job = backend.runs[0] as FakeFileRun
  const finish = async () => {
    while (job.outcome === undefined) await job.step()
    return run.finished
  }
  return { run, job, source, meter, volume, sink, finish, backend }
}

async function samplesOf(path: string): Promise<number[]> {
  const [channel] = await readAll(wavFileSource(path))
  return [...(channel ?? [])]
}

describe('a whole run at work', () => {
  it('shows how far it is', async () => {
    const { run, job, source, meter, volume, sink, finish } = await begin()
    await job.step(3)
    const { stages, backend, frames, reason } = run.stats()
    expect(stages.map(({ itemsIn, itemsOut }) => [itemsIn, itemsOut])).toEqual([
      [0, 3],
      [3, 3],
      [3, 3],
      [3, 0],
    ])
    expect(stages.map(({ state }) => state)).toEqual(Array(4).fill('running'))
    expect(stages.every(({ timeUs }) => timeUs?.samples === 3)).toBe(true)
    expect([frames, reason, backend.wholeRun, run.health]).toEqual([
      300,
      undefined,
      true,
      'running',
    ])
    await job.step()
    expect([source, meter, volume].map((port) => port.stats().framesOut)).toEqual([400, 400, 400])
    expect([sink.framesWritten, sink.bytesWritten]).toEqual([400, 94 + 1600])
    expect(meter.total.frameCount).toBe(400)
    await finish()
    expect(sink.framesWritten).toBe(2000)
  })

  it('is of one moment within a turn', async () => {
    const { run, job, sink, finish } = await begin()
    const before = sink.stats().framesIn
    void job.step(2)
    expect([sink.stats().framesIn, run.stats().frames]).toEqual([before, before])
    await turn()
    expect(sink.stats().framesIn).toBe(200)
    await finish()
  })

  it('takes what is set, from the next block on', async () => {
    const { job, volume, sink, finish } = await begin()
    const events: unknown[] = []
    volume.on('parameter-changed', (event) => events.push(event))
    await job.step(5)
    volume.set('gainDb', -Infinity)
    expect(volume.get('gainDb')).toBe(-Infinity)
    await finish()
    const samples = await samplesOf(sink.path)
    expect(samples.findIndex((sample) => sample === 0)).toBe(500)
    expect(events).toEqual([{ stage: 'gain', name: 'gainDb', value: -Infinity, previous: 0 }])
    // Nobody minds when it is too late.
    volume.set('gainDb', 0)
    expect(job.updates).toHaveLength(1)
  })

  it('begins with what was set before', async () => {
    const backend = fileBackend()
    const volume = gain({ backend, rampMs: 0 })
    const sink = wavFileSink(folder.file('set-before.wav'), { sampleFormat: 'f32' })
    const run = pipeline(wavFileSource(input), volume, sink)
    run.on('started', () => void volume.set('gainDb', -Infinity))
    expect((await run.finished).backend.wholeRun).toBe(true)
    expect(new Set(await samplesOf(sink.path))).toEqual(new Set([0]))
  })

  it('refuses values that cannot be, and goes on', async () => {
    const { job, volume, finish } = await begin()
    await job.step()
    expect(() => volume.set('gainDb', 100)).toThrow(/gainDb must be/)
    expect([volume.get('gainDb'), job.updates]).toEqual([0, []])
    await finish()
  })

  it('tells a listener that comes late all from then on', async () => {
    const { job, meter, finish } = await begin()
    await job.step(4)
    const heard: number[] = []
    meter.on('level', ({ position }) => heard.push(position))
    await finish()
    expect(heard).toEqual(Array.from({ length: 16 }, (_, at) => (at + 4) * blockFrames))
    expect(meter.total.frameCount).toBe(2000)
  })

  it('fails the stage whose listener throws', async () => {
    const { run, job, meter, sink } = await begin()
    const cause = new Error('mine')
    meter.on('level', () => {
      throw cause
    })
    await job.step(3)
    await expect(run.finished).rejects.toMatchObject({
      code: 'stage-failed',
      details: { stage: 'levelMeter' },
      cause,
    })
    expect(job.aborted).toBe(true)
    expect((await readWavInfo(sink.path)).frameCount).toBe(300)
  })

  it('has what a limiter tells when it is asked', async () => {
    const backend = fileBackend({ auto: false })
    const brake = limiter({ backend, ceilingDb: -20, lookAheadMs: 0 })
    const source = wavFileSource(input, { framesPerBuffer: blockFrames })
    const run = pipeline(source, brake, wavFileSink(folder.file('limited.wav')))
    while (backend.runs.length === 0) await turn()
    await backend.runs[0]?.step()
    expect(brake.readGainReductionDb()).toBeCloseTo(14, 1)
    while (backend.runs[0]?.outcome === undefined) await backend.runs[0]?.step()
    expect((await run.finished).frames).toBe(2000)
  })

  it('is held and let go', async () => {
    const { run, job, source, sink, finish } = await begin()
    await job.step(2)
    run.pause()
    await job.step(5)
    expect([job.paused, run.stats().frames, run.health]).toEqual([true, 200, 'paused'])
    expect([source.state, sink.state]).toEqual(['paused', 'paused'])
    run.resume()
    expect([source.state, sink.state, job.paused]).toEqual(['running', 'running', false])
    expect((await finish()).frames).toBe(2000)
  })

  it('does not end while it is held', async () => {
    const { run, job, source } = await begin()
    await job.step(20)
    run.pause()
    job.resume()
    await job.step()
    await turns()
    expect([job.outcome, run.health, source.state]).toEqual([{}, 'paused', 'paused'])
    run.resume()
    expect(await run.finished).toMatchObject({ reason: 'ended', frames: 2000 })
  })

  it('waits for a run that is held before it begins', async () => {
    const backend = fileBackend()
    const sink = wavFileSink(folder.file('held.wav'))
    const run = pipeline(wavFileSource(input), gain({ backend }), sink)
    run.pause()
    await turns()
    expect(backend.runs).toEqual([])
    run.resume()
    expect((await run.finished).backend.wholeRun).toBe(true)
    const other = pipeline(wavFileSource(input), gain({ backend }), wavFileSink(sink.path))
    other.pause()
    await new Promise((resolve) => void other.on('started', () => setImmediate(resolve)))
    expect(await other.stop()).toMatchObject({ reason: 'stopped', frames: 0 })
    expect(backend.runs).toHaveLength(1)
  })

  it('tells a stall, and that it goes on', async () => {
    const clock = new HandClock()
    const { run, job, finish } = await begin({ clock, stallTimeoutMs: 1000 })
    const healths: string[] = []
    run.on('health', ({ to }) => healths.push(to))
    for (let quarter = 0; quarter < 8; quarter++) {
      await job.step()
      await clock.advance(250)
    }
    expect(healths).toEqual([])
    for (let quarter = 0; quarter < 5; quarter++) {
      await turn()
      await clock.advance(250)
    }
    expect(healths).toEqual(['stalled'])
    await job.step()
    await clock.advance(250)
    expect(healths).toEqual(['stalled', 'running'])
    await finish()
  })

  it('is in the header of its file every 200 ms by the clock of the sink', async () => {
    const clock = new HandClock()
    const { job, sink, finish } = await begin({ clock })
    const inHeader = async (): Promise<number> => (await readWavInfo(sink.path)).frameCount
    await job.step(3)
    await clock.advance(199)
    await turns()
    const { warnings } = await readWavInfo(sink.path)
    expect(warnings.length).toBeGreaterThan(0)
    await clock.advance(1)
    await expect.poll(inHeader).toBe(300)
    await job.step(3)
    await clock.advance(200)
    await expect.poll(inHeader).toBe(600)
    await finish()
    expect(readFileSync(sink.path).length).toBe(sink.bytesWritten)
  })
})
