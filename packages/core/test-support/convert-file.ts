import { readFileSync } from 'node:fs'
import {
  type AnyProcessor,
  type PipelineOptions,
  type Run,
  type RunReport,
  type WavFileSink,
  type WavFileSinkOptions,
  type WavFileSource,
  type WavFileSourceOptions,
  pipeline,
  wavFileSink,
  wavFileSource,
} from '../src/index.js'

/** How a file is to be converted. */
export interface Conversion {
  readonly source?: WavFileSourceOptions
  readonly stages: readonly AnyProcessor[]
  readonly sink?: WavFileSinkOptions
  readonly options?: PipelineOptions
}

/** What came of it. */
export interface Converted {
  readonly bytes: Buffer
  readonly report: RunReport
  readonly source: WavFileSource
  readonly sink: WavFileSink
}

/** Runs a WAV file through stages into another, and reads that. */
export async function convertFile(from: string, to: string, how: Conversion): Promise<Converted> {
  const source = wavFileSource(from, { framesPerBuffer: 300, ...how.source })
  const sink = wavFileSink(to, how.sink)
  // So many stages of any kinds are beyond what the compiler can check.
  const start = pipeline as unknown as (...stages: unknown[]) => Run
  const report = await start(source, ...how.stages, sink, { ...how.options }).finished
  return { bytes: readFileSync(sink.path), report, source, sink }
}
