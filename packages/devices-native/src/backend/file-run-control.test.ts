import { type KernelFileRun, type KernelReading, type KernelSpec, jsBackend } from '@patchcord/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import {
  JobFolder,
  ended,
  halve,
  limit,
  measureAll,
  stereo,
  streamed,
  until,
} from './file-run.test-support.js'
import { NativeBackend } from './native-backend.js'
import type { NativeBinding } from './native-binding.js'

const silence: KernelSpec = { kernel: 'gain', gain: 0, rampFrames: 0 }

let folder: JobFolder
beforeEach(() => {
  folder = new JobFolder()
})
afterEach(() => folder.dispose())

/**
 * A job whose first kernel measures every frame: the queue of its readings holds those of two
 * blocks, so it waits behind the third until somebody takes them.
 */
async function waiting(...specs: KernelSpec[]): Promise<{ run: KernelFileRun; expected: Buffer }> {
  const backend = new NativeBackend(testingBinding())
  const all = [measureAll, ...specs]
  const job = folder.job(backend, all, { framesPerBlock: 500 })
  const run = backend.runFile(job)
  await until(() => run.stats().kernels.at(-1)?.itemsOut === 3)
  return { run, expected: streamed(job, jsBackend, all) }
}

describe.skipIf(!hasAddons)('a job from file to file, steered (needs Rust)', () => {
  it('holds after the block under way, with all of it in the file, and goes on', async () => {
    const { run, expected } = await waiting(halve)
    run.pause()
    expect(run.takeReadings(0).length).toBeGreaterThanOrEqual(1000)
    // So little is written only where the job is held.
    await until(() => run.stats().bytesWritten === 6000)
    expect(run.stats().input.itemsOut).toBe(3)
    expect(run.outcome).toBeUndefined()
    run.resume()
    await ended(run)
    expect(folder.written().equals(expected)).toBe(true)
  })

  it('reads no further once it is told to stop, and gives tails', async () => {
    const { run, expected } = await waiting(limit)
    run.pause()
    run.stopReading()
    await ended(run)
    expect(run.outcome).toEqual({})
    expect(run.stats().input.framesOut).toBe(1500)
    expect(run.stats().output.framesIn).toBe(1500)
    // What follows in the whole file turns the last frames down.
    const heard = 4 * (1500 - 70)
    expect(folder.written().subarray(0, heard).equals(expected.subarray(0, heard))).toBe(true)
  })

  it('leaves what is in kernels when it is aborted, whatever it waits for', async () => {
    const { run, expected } = await waiting(limit)
    run.pause()
    run.abort()
    await until(() => run.outcome !== undefined)
    expect(run.outcome).toEqual({})
    const heard = 4 * (1500 - 70)
    expect(folder.written().equals(expected.subarray(0, heard))).toBe(true)
    for (const call of ['pause', 'resume', 'stopReading', 'abort'] as const) run[call]()
    expect(run.stats().bytesWritten).toBe(heard)
  })

  it('changes a kernel from the next block that it gets', async () => {
    const { run, expected } = await waiting(halve)
    run.update(1, halve)
    run.update(1, silence)
    await ended(run)
    const written = folder.written()
    expect(written.subarray(0, 6000).equals(expected.subarray(0, 6000))).toBe(true)
    expect(written.subarray(6000).every((byte) => byte === 0)).toBe(true)
    expect(written).toHaveLength(expected.length)
    run.update(1, silence)
  })

  it('refuses an update that makes no sense, at once or as the error of the kernel', async () => {
    const { run } = await waiting(limit)
    expect(() => run.update(2, silence)).toThrow('argument 1 must be below 2')
    const reverb = { kernel: 'reverb' } as unknown as KernelSpec
    expect(() => run.update(1, reverb)).toThrow(/reverb/)
    run.update(1, silence)
    await ended(run)
    expect(run.outcome).toMatchObject({ part: 1, error: { code: 'native-argument' } })
    expect(run.outcome?.error?.message).toBe('a limiter cannot become a gain')
  })

  it('waits for whoever takes readings slowly, and loses none', async () => {
    const backend = new NativeBackend(testingBinding())
    let told = 0
    const specs = [{ ...measureAll, windowFrames: 3 }, limit]
    const job = folder.job(backend, specs, { framesPerBlock: 4000 }, () => told++)
    const run = backend.runFile(job)
    const readings: KernelReading[][] = [[], []]
    while (run.outcome === undefined) {
      const before = told
      for (const [kernel, list] of readings.entries()) list.push(...run.takeReadings(kernel))
      await until(() => told > before)
    }
    for (const [kernel, list] of readings.entries()) list.push(...run.takeReadings(kernel))
    expect(run.takeReadings(0)).toEqual([])

    const meter = jsBackend.create({ kernel: 'levelMeter', windowFrames: 3 }, stereo)
    const positions = readings[0]?.map((reading) => 'position' in reading && reading.position)
    expect(positions).toEqual(Array.from({ length: 8000 }, (_, index) => 3 * index))
    expect(Object.keys(readings[0]?.[0] ?? {})).toEqual(measuredKeys(meter))
    expect(readings[1]?.length).toBeGreaterThanOrEqual(6)
    expect(readings[1]?.every(({ kernel }) => kernel === 'limiter')).toBe(true)
  })

  it('tells of the end once, as the last thing, and never within a call', async () => {
    const backend = new NativeBackend(testingBinding())
    for (let round = 0; round < 20; round++) {
      let calling = true
      const outcomes: boolean[] = []
      const job = folder.job(backend, [{ ...measureAll, windowFrames: 50 }], {}, () => {
        expect(calling).toBe(false)
        outcomes.push(run.outcome !== undefined)
        run.takeReadings(0)
      })
      const run = backend.runFile(job)
      run.pause()
      run.resume()
      calling = false
      await until(() => outcomes.at(-1) === true)
      for (let turn = 0; turn < 9; turn++) await new Promise((resolve) => setImmediate(resolve))
      // A call for readings finds it over where it has ended meanwhile.
      expect(outcomes.slice(0, -2)).not.toContain(true)
    }
  })

  it('is told of however much by one call, where that could not be made before', async () => {
    const backend = new NativeBackend(testingBinding())
    let told = 0
    const job = folder.job(backend, [{ ...measureAll, windowFrames: 50 }], {}, () => told++)
    const run = backend.runFile(job)
    while (run.outcome === undefined)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    expect(told).toBe(0)
    await until(() => told > 0)
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBe(1)
    expect(run.takeReadings(0)).toHaveLength(480)
  })

  it('tells of the end once, where the addon calls once more', () => {
    const state: { over?: null } = {}
    let call = (): void => {}
    const runFile = (_job: string, _kernels: unknown, onNews: () => void): unknown => {
      call = onNews
      return { outcome: () => state.over }
    }
    const backend = new NativeBackend({ runFile } as unknown as NativeBinding)
    let told = 0
    const job = { ...folder.job(jsBackend, []), onNews: () => told++ }
    backend.runFile(job)
    call()
    state.over = null
    call()
    call()
    expect(told).toBe(2)
  })

  it('takes readings of no kernel that does not measure', async () => {
    const { run } = await waiting(halve)
    expect(run.takeReadings(1)).toEqual([])
    expect(run.takeReadings(7)).toEqual([])
    run.abort()
    await ended(run)
  })
})

function measuredKeys(meter: ReturnType<typeof jsBackend.create>): string[] {
  meter.process(new Float32Array(6), 3, new Float32Array(6))
  return Object.keys(meter.takeReadings?.()[0] ?? {})
}
