import type { Bench, BenchResult } from './bench.js'
import { measureCase } from './measure-case.js'

/** Where the results and the progress of a run go. */
export interface BenchOutput {
  result(result: BenchResult): void
  progress(line: string): void
}

/**
 * Runs benchmarks one after another.
 *
 * @param filter runs only the cases whose `bench case` contains it; empty: all
 * @returns how many cases were run
 */
export async function runBenches(
  benches: readonly Bench[],
  filter: string,
  output: BenchOutput,
): Promise<number> {
  let done = 0
  for (const bench of benches) {
    try {
      for (const benchCase of await bench.cases()) {
        const label = `${bench.name} ${benchCase.name}`
        if (!label.includes(filter)) continue
        output.progress(`${label} ...`)
        output.result(await measureCase(bench.name, benchCase))
        done++
      }
    } finally {
      await bench.dispose?.()
    }
  }
  return done
}
