// What a project in TypeScript writes; compiled only.
import { type AudioBuffer, gain, pipeline, type RunReport, wavFileSource } from '@patchcord/core'
import { toObservable } from '@patchcord/core/rx'
import { collectSink, sine } from '@patchcord/testkit'
import { sourceContract } from '@patchcord/testkit/contracts'
import type { Observable } from 'rxjs'

export const report: Promise<RunReport> = pipeline(
  wavFileSource('tone.wav'),
  gain({ gainDb: -6 }),
  collectSink(),
).finished

export const buffers: Observable<AudioBuffer> = toObservable(() => sine())

export const cases: string[] = sourceContract(() => sine({ frameCount: 4800 })).map(
  ({ name }) => name,
)
