import { Worker } from 'node:worker_threads'
import type { AudioRing } from '../audio-ring.js'
import { stressProgram } from './stress-worker.js'

/** What one end saw. */
export interface EndReport {
  readonly frames: number
  readonly lost: number
  /** Samples, or marks of gaps, that are not what they should be. */
  readonly wrong: number
}

/** What one end is told to do. */
export interface EndOrder {
  readonly role: 'read' | 'write'
  /** Frames to write. */
  readonly total?: number
  /** The writer drops what does not fit. */
  readonly drops?: boolean
}

const built = new URL('../../../dist/index.js', import.meta.url).href

/** Starts one end of a ring in a worker thread; resolves with what it saw. */
export function startEnd(ring: AudioRing, order: EndOrder): Promise<EndReport> {
  const program = `data:text/javascript,${encodeURIComponent(stressProgram(built))}`
  const worker = new Worker(new URL(program), { workerData: { ring, ...order } })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the worker ended without a word')))
  })
}
