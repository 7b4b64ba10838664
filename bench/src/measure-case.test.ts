import { expect, test } from 'vitest'
import type { BenchCase } from './bench.js'
import { type Clocks, measureCase } from './measure-case.js'

/** Clocks that contestants turn on by hand. */
function handClocks(): Clocks & { work(us: number): void; wait(us: number): void } {
  let cpu = 0
  let wall = 0
  return {
    cpuUs: () => cpu,
    wallUs: () => wall,
    work: (us) => {
      cpu += us
      wall += us
    },
    wait: (us) => {
      wall += us
    },
  }
}

const named = { name: 'one', unit: 'us/buffer', peerName: 'peer' } as const

test('divides time on the processor by the count, and compares', async () => {
  const clocks = handClocks()
  const benchCase: BenchCase = {
    ...named,
    count: 10,
    goal: 2,
    ours: () => {
      clocks.work(20)
      clocks.wait(1000)
    },
    peer: () => clocks.work(50),
  }
  expect(await measureCase('b', benchCase, clocks)).toEqual({
    bench: 'b',
    case: 'one',
    unit: 'us/buffer',
    ours: 2,
    peer: 5,
    peerName: 'peer',
    ratio: 2.5,
    goal: 2,
  })
})

test('takes time on the wall where asked, in the unit named', async () => {
  const clocks = handClocks()
  const benchCase: BenchCase = {
    ...named,
    unit: 'ms/run',
    clock: 'wall',
    ours: () => clocks.wait(1500),
    peer: () => clocks.wait(3000),
  }
  expect(await measureCase('b', benchCase, clocks)).toMatchObject({ ours: 1.5, peer: 3, ratio: 2 })
})

test('takes the median, after the warm-up, in changing order', async () => {
  const clocks = handClocks()
  const calls: string[] = []
  const times = [900, 900, 1, 2, 3, 4, 100]
  const benchCase: BenchCase = {
    ...named,
    runs: 5,
    ours: () => {
      calls.push('ours')
      clocks.work(times.shift() ?? 0)
    },
    peer: () => {
      calls.push('peer')
      clocks.work(6)
    },
  }
  expect(await measureCase('b', benchCase, clocks)).toMatchObject({ ours: 3, ratio: 2 })
  expect(calls).toHaveLength(14)
  expect(calls.slice(0, 6)).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer'])
})

test('a figure that a contestant returns counts as it is', async () => {
  const benchCase: BenchCase = {
    ...named,
    unit: 'MB/s',
    better: 'higher',
    ours: () => 400,
    peer: () => Promise.resolve(100),
  }
  expect(await measureCase('b', benchCase)).toMatchObject({ ours: 400, peer: 100, ratio: 4 })
})

test('a peer that is not installed is reported without a ratio', async () => {
  const result = await measureCase('b', { ...named, ours: () => 1, peer: null, goal: 1 })
  expect(result).toEqual({
    bench: 'b',
    case: 'one',
    unit: 'us/buffer',
    ours: 1,
    peer: null,
    peerName: 'peer',
    goal: 1,
  })
})

test('says what executed ours, as it was at the end', async () => {
  let backend = 'js'
  const result = await measureCase('b', {
    ...named,
    peer: null,
    ours() {
      backend = 'native'
      return 1
    },
    backend: () => backend,
  })
  expect(result).toHaveProperty('backend', 'native')
})

test('refuses a median of few, and time in a unit that is none', async () => {
  const benchCase: BenchCase = { ...named, ours: () => {}, peer: null }
  await expect(measureCase('b', { ...benchCase, runs: 3 })).rejects.toThrow('at least 5 runs')
  await expect(measureCase('b', { ...benchCase, unit: 'MB' })).rejects.toThrow("'MB' is no unit")
})
