import { type KernelBackend, type KernelSpec, jsBackend, pcmSampleFormats } from '@patchcord/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import {
  JobFolder,
  type JobOptions,
  ended,
  halve,
  limit,
  measureAll,
  streamed,
} from './file-run.test-support.js'
import { NativeBackend } from './native-backend.js'

const filter: KernelSpec = {
  kernel: 'biquad',
  sections: [[0.2, 0.3, 0.1, -0.5, 0.2]],
  rampFrames: 64,
}
const fade: KernelSpec = {
  kernel: 'fade',
  direction: 'in',
  curve: 'linear',
  startFrame: 10,
  frameCount: 900,
}
const mono: KernelSpec = { kernel: 'channelMix', matrix: [[0.5, 0.5]] }
const down: KernelSpec = {
  kernel: 'resample',
  sampleRate: 16_000,
  up: 1,
  down: 3,
  quality: 'fast',
  adjustable: false,
  correctionPpm: 0,
}

let folder: JobFolder
beforeEach(() => {
  folder = new JobFolder()
})
afterEach(() => folder.dispose())

/** Does a job and holds it to what a backend writes by hand. */
async function compare(
  specs: readonly KernelSpec[],
  byHand: KernelBackend,
  options: JobOptions = {},
): Promise<void> {
  const backend = new NativeBackend(testingBinding())
  const job = folder.job(backend, specs, options)
  const run = backend.runFile(job)
  await ended(run)
  expect(run.outcome).toEqual({})
  const expected = streamed(job, byHand, specs)
  expect(folder.written().equals(expected)).toBe(true)
  expect(run.stats().bytesWritten).toBe(expected.length)
}

describe.skipIf(!hasAddons)('a job from file to file (needs Rust)', () => {
  const named = <T>(values: readonly T[]): [string, T][] =>
    values.map((value) => [JSON.stringify(value), value])

  it.each(pcmSampleFormats)('reads and writes %s as TypeScript does', async (format) => {
    const options = { sampleFormat: format, outputFormat: format }
    await compare([halve, filter], jsBackend, options)
    if (/^[su](8|16|24)/.test(format))
      await compare([halve, filter], jsBackend, { ...options, dither: 'tpdf' })
  })

  it.each([
    ...named([[halve], [filter, filter, filter, halve], [limit, measureAll, limit]]),
    ...named([
      [mono, fade],
      [filter, mono, limit, filter],
    ]),
  ])('writes what kernels in TypeScript give block by block: %s', async (_, specs) => {
    await compare(specs, jsBackend, { framesPerBlock: 997 })
  })

  it.each(named([[down], [halve, down, limit, measureAll], [limit, down, down, fade, mono]]))(
    'writes what its kernels give block by block, tails and empty blocks included: %s',
    async (_, specs) => {
      const byHand = new NativeBackend(testingBinding())
      for (const framesPerBlock of [5, 4096]) await compare(specs, byHand, { framesPerBlock })
    },
  )

  it('counts blocks, frames and samples that did not fit', async () => {
    const backend = new NativeBackend(testingBinding())
    const specs = [{ ...halve, gain: 1.5 }, limit, down]
    const run = backend.runFile(folder.job(backend, specs, { framesPerBlock: 1000 }))
    await ended(run)
    expect(run.stats()).toEqual({
      input: { itemsIn: 0, framesIn: 0, itemsOut: 24, framesOut: 24_000 },
      kernels: [
        { itemsIn: 24, framesIn: 24_000, itemsOut: 24, framesOut: 24_000 },
        { itemsIn: 24, framesIn: 24_000, itemsOut: 25, framesOut: 24_000 },
        { itemsIn: 25, framesIn: 24_000, itemsOut: 26, framesOut: 8000 },
      ],
      output: { itemsIn: 26, framesIn: 8000, itemsOut: 0, framesOut: 0 },
      bytesWritten: 32_000,
      clippedSamples: 0,
      nanSamples: 0,
    })
  })

  it('counts what was clipped as the encoder of TypeScript does', async () => {
    const backend = new NativeBackend(testingBinding())
    const loud: KernelSpec = { kernel: 'gain', gain: 1, rampFrames: 0 }
    const job = folder.job(backend, [loud], { sampleFormat: 'f32le', frameCount: 1000 })
    const run = backend.runFile(job)
    await ended(run)
    const { clippedSamples, nanSamples } = run.stats()
    // A tenth of the noise is beyond full scale.
    expect(clippedSamples).toBeGreaterThan(100)
    expect(clippedSamples).toBeLessThan(300)
    expect(nanSamples).toBe(0)
  })

  it('gives the times of one block in sixteen, once', async () => {
    const backend = new NativeBackend(testingBinding())
    const run = backend.runFile(folder.job(backend, [halve, filter], { framesPerBlock: 100 }))
    await ended(run)
    for (const part of ['input', 0, 1, 'output'] as const) {
      const times = run.takeTimes(part)
      expect(times).toHaveLength(240 / 16)
      for (const ms of times) expect(ms).toBeGreaterThanOrEqual(0)
      expect(run.takeTimes(part)).toEqual([])
    }
  })
})
