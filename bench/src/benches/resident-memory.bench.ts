import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childJson } from '../child-json.js'
import type { Bench } from '../harness.js'
import { writeToneWav } from '../tone-wav.js'

const program = fileURLToPath(new URL('../programs/stream-wav.js', import.meta.url))
let folder: string | undefined

/** At 10, 50 and 100 % of the file. */
interface Memory {
  /** What the process holds, as the system counts it: V8's room for garbage too. */
  readonly rssMb: readonly number[]
  /** What is still in use after a collection: the heap and the memory of typed arrays. */
  readonly liveMb: readonly number[]
}

/** What a process holds while an hour of stereo goes through it: at its end as much as early on. */
export const bench: Bench = {
  name: 'resident-memory',
  cases() {
    const made = (folder = mkdtempSync(join(tmpdir(), 'patchcord-memory-')))
    const input = join(made, 'hour.wav')
    let written: Promise<void> | undefined
    const run = async (): Promise<Memory> => {
      await (written ??= writeToneWav(input, 3600))
      return childJson<Memory>(program, [input, join(made, 'out.wav')], ['--expose-gc'])
    }
    // The cases look at the same runs, each of which takes seconds.
    const memories: Promise<Memory>[] = []
    const growthOf = (what: keyof Memory) => {
      let next = 0
      return async () => {
        const { [what]: mb } = await (memories[next++] ??= run())
        console.error(`  at 10, 50 and 100 %: ${mb.map((at) => at.toFixed(2)).join(', ')} MB`)
        return (mb[2] ?? NaN) - (mb[0] ?? NaN)
      }
    }
    const common = { unit: 'MB', runs: 5, warmUpRuns: 0, peer: null, peerName: null }
    return [
      { name: 'growth after gc, 10 to 100 % of 1 h', ...common, ours: growthOf('liveMb') },
      { name: 'growth of RSS, 10 to 100 % of 1 h', ...common, ours: growthOf('rssMb') },
    ]
  },
  dispose() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  },
}
