import { readdir } from 'node:fs/promises'
import type { Bench } from './bench.js'

/** Loads the `bench` of every `*.bench.js` in a folder, in the order of their names. */
export async function findBenches(folder: URL): Promise<Bench[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.bench.js'))
  const benches: Bench[] = []
  for (const name of names.toSorted()) {
    const { bench } = (await import(new URL(name, folder).href)) as { bench?: Bench }
    if (bench === undefined) throw new Error(`${name} must export a Bench named 'bench'`)
    if (`${bench.name}.bench.js` !== name) {
      throw new Error(`${name} holds a bench named '${bench.name}'; the names must agree`)
    }
    benches.push(bench)
  }
  return benches
}
