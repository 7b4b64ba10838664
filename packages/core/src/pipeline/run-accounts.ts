import type { AudioFormat } from '../format/audio-format.js'
import { framesToMs } from '../time/time.js'
import type { FusedGroup } from './fused-group.js'
import type { RunReason, RunReport, StageReport } from './run-report.js'
import { nestedRuns } from './nested-runs.js'
import { type RunBackend, backendOf } from './run-backend.js'
import { timesOf } from './stage-times.js'
import { type Stage, lifecycleOf } from './stage.js'

/** Keeps the times of a run and adds up the report. @internal */
export class RunAccounts {
  private readonly startedAt = performance.now()
  private readonly cpuAtStart = process.cpuUsage()
  /** What is executed together. */
  groups: readonly FusedGroup[] = []
  /** All of it is executed together, files included. */
  whole = false
  private endedAt: { wallMs: number; cpuMs: number } | undefined

  constructor(private readonly backend: RunBackend) {}

  /** Stops the watches. */
  end(): void {
    this.endedAt ??= this.elapsed()
  }

  report(stages: readonly Stage[], reason: RunReason | undefined): RunReport {
    const { wallMs, cpuMs } = this.endedAt ?? this.elapsed()
    const reports = stages.map(reportStage)
    const fusedGroups = this.groups.flatMap((group) => group.report())
    const last = stages.at(-1)
    const lastReport = reports.at(-1)
    const frames = (last?.role === 'sink' ? lastReport?.framesIn : lastReport?.framesOut) ?? 0
    const rate = (lastReport?.output ?? lastReport?.input)?.sampleRate
    const durationMs = rate === undefined ? 0 : framesToMs(frames, rate)
    const measuredMs = last === undefined ? undefined : lifecycleOf(last).itemAge.meanMs
    const total = (pick: (report: StageReport) => number): number =>
      reports.reduce((sum, report) => sum + pick(report), 0)
    return {
      ...(reason === undefined ? {} : { reason }),
      frames,
      durationMs,
      wallMs,
      cpuMs,
      realTimeRatio: wallMs > 0 ? durationMs / wallMs : 0,
      latency: {
        nominalMs: stages.reduce(
          (sum, { port }) => sum + ((port as { latencyMs?: number }).latencyMs ?? 0),
          0,
        ),
        ...(measuredMs === undefined ? {} : { measuredMs }),
      },
      backend: { ...this.backend.report(stages), ...(this.whole ? { wholeRun: true } : {}) },
      ...(fusedGroups.length === 0 ? {} : { fusedGroups }),
      drops: total((report) => report.drops),
      droppedFrames: total((report) => report.droppedFrames),
      overruns: total((report) => report.overruns),
      underruns: total((report) => report.underruns),
      tailDiscontinuity: last?.port.tailDiscontinuity ?? false,
      stages: reports,
    }
  }

  private elapsed(): { wallMs: number; cpuMs: number } {
    const { user, system } = process.cpuUsage(this.cpuAtStart)
    return { wallMs: performance.now() - this.startedAt, cpuMs: (user + system) / 1000 }
  }
}

function reportStage(stage: Stage): StageReport {
  const { port, role, inserted } = stage
  const input = role === 'processor' ? port.inputFormat : role === 'sink' ? port.format : undefined
  const output = role === 'sink' ? undefined : port.format
  // Where items do not flow, the times are brought up to date with the counters.
  const stats = port.stats()
  const times = timesOf(lifecycleOf(stage).timer)
  const runs = nestedRuns(port)
  const backend = backendOf(stage)
  return {
    name: port.name,
    role,
    inserted,
    state: port.state,
    ...stats,
    ...(input === undefined ? {} : { input: plain(input) }),
    ...(output === undefined ? {} : { output: plain(output) }),
    ...(backend === undefined ? {} : { backend }),
    ...(times === undefined ? {} : { timeUs: times }),
    ...(runs === undefined ? {} : { runs: runs.map((run) => run.stats()) }),
  }
}

function plain({ sampleRate, channelCount, channelLayout }: AudioFormat): AudioFormat {
  return { sampleRate, channelCount, ...(channelLayout === undefined ? {} : { channelLayout }) }
}
