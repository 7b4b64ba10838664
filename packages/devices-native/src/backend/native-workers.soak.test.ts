import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { hasAddons, releasePath, testingPath } from './addons.test-support.js'

/** Computes without an end and counts its blocks where the main thread can see it. */
const program = `
const { workerData } = require('node:worker_threads')
const addon = require(workerData.path)
const counter = new Int32Array(workerData.memory)
const specs = [
  { kernel: 'gain', gain: 0.5, rampFrames: 0 },
  { kernel: 'biquad', sections: [[0.2, 0.1, 0.05, -0.3, 0.1]], rampFrames: 0 },
  { kernel: 'levelMeter', windowFrames: 480 },
]
const samples = new Float32Array(2 * 256)
const readings = new Float64Array(64)
const turn = () => {
  const kernels = specs.map((spec) => addon.createKernel(JSON.stringify(spec), 48000, 2))
  const chain = addon.createChain(kernels)
  for (let block = 0; block < 16; block++) {
    for (let index = 0; index < samples.length; index++) samples[index] = Math.sin(index + block)
    chain.process(samples, 256, samples)
    while (kernels[2].hasReadings()) kernels[2].takeReadings(readings)
  }
  Atomics.add(counter, 0, 1)
  Atomics.store(counter, 1, Math.round(samples[100] * 1e6))
  if (addon.panicNow) try { addon.panicNow() } catch {}
}
for (let left = workerData.turns; left > 0; left--) turn()
`

function start(path: string, turns: number): { worker: Worker; counter: Int32Array } {
  const memory = new SharedArrayBuffer(8)
  const workerData = { path, memory, turns }
  return {
    worker: new Worker(program, { eval: true, workerData }),
    counter: new Int32Array(memory),
  }
}

const ended = (worker: Worker): Promise<number> =>
  new Promise((resolve, reject) => worker.once('error', reject).once('exit', resolve))

async function counted(counter: Int32Array, turns: number): Promise<void> {
  while (Atomics.load(counter, 0) < turns) await new Promise((resolve) => setImmediate(resolve))
}

const terminations = process.env.PATCHCORD_SOAK === 'full' ? 200 : 20

describe.skipIf(!hasAddons)('the addon in worker threads (needs Rust)', () => {
  it.each([releasePath, testingPath])('computes in several at a time: %s', async (path) => {
    const workers = [1, 2, 3, 4].map(() => start(path, 200))
    expect(await Promise.all(workers.map(({ worker }) => ended(worker)))).toEqual([0, 0, 0, 0])
    const [first, ...others] = workers.map(({ counter }) => [...counter])
    expect(first?.[0]).toBe(200)
    for (const other of others) expect(other).toEqual(first)
  })

  it(`lives through terminate() at any moment, ${terminations} times`, async () => {
    for (let round = 0; round < terminations; round++) {
      const path = round % 2 === 0 ? releasePath : testingPath
      const workers = [1, 2, 3].map(() => start(path, Infinity))
      // Each at a moment of its own; one in three before it has loaded the addon, or while it does.
      const ends = workers.map(async ({ worker, counter }, index) => {
        if (round % 3 !== index) await counted(counter, (round * 7 + index * 5) % 23)
        await worker.terminate()
      })
      await Promise.all(ends)
    }
    // Nothing of them is left that disturbs the next one.
    const { worker, counter } = start(releasePath, 3)
    expect(await ended(worker)).toBe(0)
    expect(counter[0]).toBe(3)
  }, 300_000)
})
