import { expect, test } from 'vitest'
import type { Bench, BenchResult } from './bench.js'
import { runBenches } from './run-benches.js'

function bench(name: string, caseNames: readonly string[], disposed: string[]): Bench {
  return {
    name,
    cases: () =>
      caseNames.map((caseName) => ({
        name: caseName,
        unit: 'MB',
        ours: () => 1,
        peer: null,
        peerName: null,
      })),
    dispose: () => void disposed.push(name),
  }
}

test('runs the cases that the filter names and cleans up after each bench', async () => {
  const disposed: string[] = []
  const benches = [bench('pcm', ['s16', 's24'], disposed), bench('chain', ['s16'], disposed)]
  const results: BenchResult[] = []
  const output = { result: (result: BenchResult) => void results.push(result), progress: () => {} }
  expect(await runBenches(benches, 'pcm s16', output)).toBe(1)
  expect(await runBenches(benches, 's16', output)).toBe(2)
  expect(await runBenches(benches, 'nothing', output)).toBe(0)
  expect(results.map((result) => `${result.bench} ${result.case}`)).toEqual([
    'pcm s16',
    'pcm s16',
    'chain s16',
  ])
  expect(disposed).toHaveLength(6)
})
