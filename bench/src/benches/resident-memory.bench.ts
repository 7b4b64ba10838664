import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childJson } from '../child-json.js'
import type { Bench } from '../harness.js'
import { writeToneWav } from '../tone-wav.js'

const program = fileURLToPath(new URL('../programs/stream-wav.js', import.meta.url))
let folder: string | undefined

/** What a process holds while an hour of stereo goes through it: at its end as much as early on. */
export const bench: Bench = {
  name: 'resident-memory',
  cases() {
    const made = (folder = mkdtempSync(join(tmpdir(), 'patchcord-memory-')))
    const input = join(made, 'hour.wav')
    let written: Promise<void> | undefined
    return [
      {
        name: 'growth of RSS from 10 % to 100 % of an hour',
        unit: 'MB',
        runs: 5,
        warmUpRuns: 0,
        async ours() {
          await (written ??= writeToneWav(input, 3600))
          const { atMb } = await childJson<{ atMb: number[] }>(program, [
            input,
            join(made, 'out.wav'),
          ])
          console.error(
            `  RSS at 10, 50 and 100 %: ${atMb.map((mb) => mb.toFixed(0)).join(', ')} MB`,
          )
          return (atMb[2] ?? NaN) - (atMb[0] ?? NaN)
        },
        peer: null,
        peerName: null,
      },
    ]
  },
  dispose() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  },
}
