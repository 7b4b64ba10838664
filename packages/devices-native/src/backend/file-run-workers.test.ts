import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasAddons, releasePath, testingPath } from './addons.test-support.js'
import { until } from './file-run.test-support.js'

/** Defines `start(name, specs, onNews)`: a job on `in` that writes to a file of this name. */
const preamble = `
const { openSync } = require('node:fs')
const { setFlagsFromString } = require('node:v8')
const { runInNewContext } = require('node:vm')
const { isMainThread, workerData } = require('node:worker_threads')
const { path, folder, frameCount, moment } = isMainThread ? JSON.parse(process.argv[1]) : workerData
const addon = require(path)
const file = (path, flags) => ({
  ...{ fd: openSync(path, flags), path, sampleFormat: 's16le', channelCount: 2, offsetBytes: 0 },
})
const gain = { kernel: 'gain', gain: 0.5, rampFrames: 0 }
const filter = { kernel: 'biquad', sections: [[0.2, 0.1, 0.05, -0.3, 0.1]], rampFrames: 0 }
const meter = { kernel: 'levelMeter', windowFrames: 50 }
const start = (name, specs, onNews = () => {}) => {
  const input = { ...file(folder + '/in', 'r'), frameCount, framesPerBlock: 480 }
  const output = { ...file(folder + '/' + name, 'w'), dither: 'none', ditherSeed: 0 }
  const kernels = specs.map((spec) => addon.createKernel(JSON.stringify(spec), 48000, 2))
  return addon.runFile(JSON.stringify({ input, output }), kernels, onNews)
}
`

/** One job that works, one whose readings are taken, one that waits and one that is paused. */
const busy = `
start('working', [filter, gain, filter, filter])
const told = start('told', [meter, filter], () => told.takeReadings(0, new Float64Array(800)))
start('waiting', [{ ...meter, windowFrames: 1 }])
start('paused', [gain]).pause()
`

const frameCount = 2_000_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchcord-file-run-'))
  writeFileSync(join(folder, 'in'), Buffer.alloc(4 * frameCount, 64))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const data = (path: string, moment = 0): object => ({ path, folder, frameCount, moment })

/** How a process of its own ends that runs a program. */
function processEnds(program: string): Promise<{ code: unknown; signal: unknown; output: string }> {
  return new Promise((resolve) => {
    const args = ['-e', preamble + program, JSON.stringify(data(testingPath))]
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, signal: error?.signal, output: stdout + stderr }),
    )
  })
}

describe.skipIf(!hasAddons)('jobs from file to file (needs Rust)', () => {
  it('end with their worker, whenever that is terminated', async () => {
    for (let round = 0; round < 20; round++) {
      const path = round % 2 === 0 ? releasePath : testingPath
      const begun = new Int32Array(new SharedArrayBuffer(4))
      const say = 'Atomics.add(new Int32Array(workerData.begun), 0, 1)\n'
      const worker = new Worker(preamble + busy + say + 'setInterval(() => {}, 1000)', {
        eval: true,
        workerData: { ...data(path), begun: begun.buffer },
      })
      // Also before there are any jobs, and while they are begun.
      if (round % 4 > 0) await until(() => Atomics.load(begun, 0) > 0)
      for (let turn = 0; turn < 50 * (round % 4); turn++)
        await new Promise((resolve) => setImmediate(resolve))
      await worker.terminate()
      const size = (): number[] =>
        ['working', 'told', 'waiting', 'paused'].map(
          (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
        )
      const sizes = size()
      await new Promise((resolve) => setImmediate(resolve))
      expect(size()).toEqual(sizes)
    }
  }, 120_000)

  it.each([
    ['process.exit()', 'setTimeout(() => process.exit(7), 5)', 7],
    ['process.exit() at once', 'process.exit(7)', 7],
    [
      'process.exit() while it is told',
      'start("x", [meter], () => process.exit(7)); setInterval(() => {}, 1000)',
      7,
    ],
    ['nothing left to do', '', 0],
    ['an error that nobody catches', 'setImmediate(() => { throw new Error("mine") })', 1],
  ])('end with their process: %s', async (_, program, code) => {
    const { code: ended, signal, output } = await processEnds(busy + program)
    expect({ ended, signal: signal ?? null }).toEqual({ ended: code, signal: null })
    expect(output.includes('mine')).toBe(code === 1)
  })

  it('report what is thrown when they tell, as any uncaught error', async () => {
    const program = `
      const keep = setInterval(() => {}, 1000)
      process.once('uncaughtException', (error) => { console.log('got', error.message); clearInterval(keep) })
      start('out', [gain], () => { throw new Error('mine') })`
    const { code, output } = await processEnds(program)
    expect([code, output]).toEqual([0, 'got mine\n'])
  })

  it('go on when nobody holds them any more', async () => {
    const program = `
      setFlagsFromString('--expose-gc')
      const gc = runInNewContext('gc')
      let news = 0
      start('out', [filter, gain], () => { news++ })
      const turn = setInterval(() => {
        gc()
        if (news > 0) clearInterval(turn)
      }, 1)`
    expect(await processEnds(program)).toMatchObject({ code: 0, output: '' })
    expect(readFileSync(join(folder, 'out'))).toHaveLength(4 * frameCount)
  })
})
