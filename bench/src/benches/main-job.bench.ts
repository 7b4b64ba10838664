import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childJson } from '../child-json.js'
import { type Bench, childCpuMs, hasProgram } from '../harness.js'

const program = fileURLToPath(
  new URL('../../../../examples/dist/voice-link/main.js', import.meta.url),
)
let folder: string | undefined

/** The voice link on its default recording, with the start of Node and all it writes. */
export const bench: Bench = {
  name: 'main-job',
  cases() {
    const made = (folder = mkdtempSync(join(tmpdir(), 'patchcord-main-job-')))
    const args = ['--out', made, '--json']
    const run = () => childCpuMs(process.execPath, [program, ...args])
    let seconds: number | undefined
    const common = { unit: 'ms', peer: null, peerName: null, runs: 5, warmUpRuns: 1 }
    return [
      { name: 'voice link, time on the processor', ...common, ours: run },
      {
        name: 'the same for each second of audio',
        ...common,
        unit: 'ms/s',
        async ours() {
          seconds ??= await secondsOfAudio(args)
          return (await run()) / seconds
        },
      },
      {
        name: 'voice link, time on the wall',
        ...common,
        async ours() {
          const startedAt = performance.now()
          await run()
          return performance.now() - startedAt
        },
      },
    ].filter(() => hasProgram('bash'))
  },
  dispose() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  },
}

async function secondsOfAudio(args: readonly string[]): Promise<number> {
  const { input } = await childJson<{ input: { durationMs: number } }>(program, args)
  return input.durationMs / 1000
}
