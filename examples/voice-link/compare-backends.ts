import { join } from 'node:path'
import { readSamples } from '../testing/read-samples.js'
import { makeReport } from './make-report.js'
import type { VoiceLinkReport } from './report.js'
import type { VoiceLinkSettings } from './settings.js'
import { startVoiceLink } from './voice-link.js'

/** Runs with each backend; the first of each is not counted, for JavaScript warms up. */
const rounds = 4

/** What the two backends made of one recording. */
export interface BackendComparison {
  /** CPU time of the whole process for one run, in milliseconds: the least of several. */
  readonly cpuMs: { readonly js: number; readonly native: number }
  /** The median time of each kernel for a buffer, in microseconds. */
  readonly kernels: readonly {
    readonly stage: string
    readonly jsUs: number
    readonly nativeUs: number
  }[]
  /** The largest difference of two samples that the receiver heard; 0 where every bit is the same. */
  readonly largestDifference: number
}

type Backend = 'js' | 'native'

/**
 * Sends the recording with the one and the other backend in turn, into a folder for each.
 *
 * @throws PatchcordError `backend-missing` where there is no native one
 */
export async function compareBackends(settings: VoiceLinkSettings): Promise<BackendComparison> {
  const reports: Record<Backend, VoiceLinkReport[]> = { native: [], js: [] }
  for (let round = 0; round < rounds; round++) {
    for (const backend of ['native', 'js'] as const) {
      const outputFolder = join(settings.outputFolder, backend)
      const voiceLink = await startVoiceLink({ ...settings, backend, outputFolder })
      const run = await voiceLink.run.finished
      if (round > 0) reports[backend].push(await makeReport(voiceLink, run))
    }
  }
  const leastCpu = (backend: Backend): VoiceLinkReport =>
    reports[backend].reduce((least, next) => (next.run.cpuMs < least.run.cpuMs ? next : least))
  const [js, native] = [leastCpu('js'), leastCpu('native')]
  return {
    cpuMs: { js: js.run.cpuMs, native: native.run.cpuMs },
    kernels: js.run.stages.flatMap(({ name, backend, timeUs }, index) => {
      const other = native.run.stages[index]?.timeUs
      if (backend === undefined || timeUs === null || other === null || other === undefined)
        return []
      return [{ stage: name, jsUs: timeUs.p50, nativeUs: other.p50 }]
    }),
    largestDifference: await largestDifference(js, native),
  }
}

async function largestDifference(a: VoiceLinkReport, b: VoiceLinkReport): Promise<number> {
  if (a.output.frames !== b.output.frames) return Infinity
  let largest = 0
  for (let channel = 0; channel < a.output.channelCount; channel++) {
    const [one, other] = [
      await readSamples(a.files.audio, channel),
      await readSamples(b.files.audio, channel),
    ]
    for (const [index, sample] of one.entries())
      largest = Math.max(largest, Math.abs(sample - (other[index] as number)))
  }
  return largest
}

/** The comparison as text for people. */
export function printComparison({ cpuMs, kernels, largestDifference }: BackendComparison): string {
  const row = (name: string, js: string, native: string, ratio: string): string =>
    `${name.padEnd(18)}${js.padStart(12)}${native.padStart(12)}${ratio.padStart(10)}`
  return [
    'Backends compared',
    '',
    row('', 'TypeScript', 'Rust', 'ratio'),
    row(
      'CPU time',
      `${cpuMs.js.toFixed(0)} ms`,
      `${cpuMs.native.toFixed(0)} ms`,
      ratio(cpuMs.js, cpuMs.native),
    ),
    ...kernels.map(({ stage, jsUs, nativeUs }) =>
      row(
        stage,
        `${jsUs.toFixed(1)} \u00b5s`,
        `${nativeUs.toFixed(1)} \u00b5s`,
        ratio(jsUs, nativeUs),
      ),
    ),
    '',
    largestDifference === 0
      ? 'The receiver heard the same, sample by sample.'
      : `The receiver heard samples that differ by up to ${largestDifference}.`,
  ].join('\n')
}

function ratio(js: number, native: number): string {
  return native > 0 ? (js / native).toFixed(1) : '-'
}
