import { fileURLToPath } from 'node:url'
import { childJson } from '../child-json.js'
import type { Bench } from '../harness.js'
import { installedVersion, npmPeersFolder } from '../npm-peers.js'

const ownProgram = fileURLToPath(new URL('../programs/sine-chain.js', import.meta.url))
const peerProgram = fileURLToPath(new URL('../programs/web-audio-chain.js', import.meta.url))
const minutes = 10

interface Figures {
  readonly cpuMs: number
  readonly peakMb: number
  readonly backend?: string
}

/**
 * A tone through four gains, each in a process of its own: the time of the work alone, without the
 * start of Node, and the most memory that the process held, with all of Node. The peer keeps what it
 * renders, as it cannot be had in pieces; ours goes by in buffers.
 */
export const bench: Bench = {
  name: 'offline-chain',
  cases() {
    const version = installedVersion(npmPeersFolder, 'node-web-audio-api')
    const seconds = String(60 * minutes)
    let backend: string | undefined
    const case_ = (name: string, unit: string, figure: 'cpuMs' | 'peakMb', goal: number) => ({
      name,
      unit,
      async ours() {
        const figures = await childJson<Figures>(ownProgram, [seconds])
        backend = figures.backend
        return figures[figure]
      },
      peer:
        version === undefined
          ? null
          : async () => (await childJson<Figures>(peerProgram, [npmPeersFolder, seconds]))[figure],
      peerName: `node-web-audio-api ${version ?? ''}`.trim(),
      runs: 5,
      warmUpRuns: 1,
      backend: () => String(backend),
      goal,
    })
    return [
      case_(`sine, 4 gains, ${minutes} min of stereo, time`, 'ms', 'cpuMs', 3),
      case_(`sine, 4 gains, ${minutes} min of stereo, peak memory`, 'MB', 'peakMb', 5),
    ]
  },
}
