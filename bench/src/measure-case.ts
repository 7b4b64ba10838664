import type { BenchCase, BenchResult, Contestant } from './bench.js'
import { median } from './median.js'

/** Where the time comes from; the tests replace it. */
export interface Clocks {
  cpuUs(): number
  wallUs(): number
}

const systemClocks: Clocks = {
  cpuUs: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  wallUs: () => performance.now() * 1000,
}

/**
 * Measures both contestants in turn, in changing order, so that a machine that grows slow or fast
 * in the meantime does so for both.
 */
export async function measureCase(
  benchName: string,
  benchCase: BenchCase,
  clocks: Clocks = systemClocks,
): Promise<BenchResult> {
  const { ours, peer, runs = 7, warmUpRuns = 2 } = benchCase
  if (runs < 5) throw new RangeError(`a median needs at least 5 runs, got ${runs}`)
  const figures = { ours: [] as number[], peer: [] as number[] }
  for (let run = -warmUpRuns; run < runs; run++) {
    const turns: ['ours' | 'peer', Contestant | null][] = [
      ['ours', ours],
      ['peer', peer],
    ]
    if (run % 2 !== 0) turns.reverse()
    for (const [side, contestant] of turns) {
      if (contestant === null) continue
      const figure = await measureOnce(contestant, benchCase, clocks)
      if (run >= 0) figures[side].push(figure)
    }
  }
  return resultOf(
    benchName,
    benchCase,
    median(figures.ours),
    peer === null ? null : median(figures.peer),
  )
}

async function measureOnce(
  contestant: Contestant,
  { clock = 'cpu', count = 1, unit }: BenchCase,
  clocks: Clocks,
): Promise<number> {
  // Present with --expose-gc: one contestant must not pay for the other's garbage. A full
  // collection would throw compiled code away with it, and measure the compiler.
  globalThis.gc?.({ type: 'minor', execution: 'sync' })
  const read = clock === 'cpu' ? clocks.cpuUs : clocks.wallUs
  const startedAt = read()
  const returned = await contestant()
  const elapsedUs = read() - startedAt
  return returned ?? elapsedUs / usPer(unit) / count
}

/** How many microseconds the unit of time before the slash has: `ms/buffer` gives 1000. */
function usPer(unit: string): number {
  const [name] = unit.split('/')
  const factor = { ns: 0.001, us: 1, ms: 1000, s: 1_000_000 }[name ?? '']
  if (factor === undefined) {
    throw new RangeError(`'${unit}' is no unit of time; a contestant must then return its figure`)
  }
  return factor
}

function resultOf(
  bench: string,
  { name, unit, peerName, backend, goal, better = 'lower' }: BenchCase,
  ours: number,
  peer: number | null,
): BenchResult {
  return {
    bench,
    case: name,
    unit,
    ours: rounded(ours),
    peer: peer === null ? null : rounded(peer),
    peerName,
    ...(backend === undefined ? {} : { backend: backend() }),
    ...(peer === null ? {} : { ratio: rounded(better === 'lower' ? peer / ours : ours / peer) }),
    ...(goal === undefined ? {} : { goal }),
  }
}

/** To four significant digits: more would only be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
