import type { FusedGroupReport } from './run-report.js'
import { FusedSegment } from './fused-segment.js'
import type { FusedStage } from './fused-stage.js'
import { timesOf } from './stage-times.js'

/**
 * Neighbouring kernels of one backend. Who listens to the readings of one may change those behind
 * it, which has to show in the same buffer: there the group is divided into segments.
 *
 * @internal
 */
export class FusedGroup {
  private segments: readonly FusedSegment[] = []
  /** By their begin and end. */
  private readonly known = new Map<string, FusedSegment>()

  constructor(readonly stages: readonly FusedStage[]) {
    this.divide()
  }

  /** The links between its stages. */
  get innerLinks(): readonly unknown[] {
    return this.stages.slice(0, -1).map(({ link }) => link)
  }

  /** What is executed together now. */
  report(): readonly FusedGroupReport[] {
    return this.segments
      .filter(({ stages }) => stages.length > 1)
      .map(({ stages, timer }) => {
        const timeUs = timesOf(timer)
        return {
          stages: stages.map(({ processor }) => processor.name),
          ...(timeUs === undefined ? {} : { timeUs }),
        }
      })
  }

  private divide(): void {
    const segments: FusedSegment[] = []
    let begin = 0
    this.stages.forEach((stage, at) => {
      stage.engine.shortcut = undefined
      const isLast = at === this.stages.length - 1
      if (!isLast && !stage.isHeard) return
      segments.push(this.segment(begin, at + 1, !isLast))
      begin = at + 1
    })
    for (const segment of segments) (segment.stages[0] as FusedStage).engine.shortcut = segment
    this.segments = segments
  }

  private segment(begin: number, end: number, endsHeard: boolean): FusedSegment {
    const key = `${begin}-${end}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const divide = (): void => this.divide()
    const segment = new FusedSegment(this.stages.slice(begin, end), endsHeard, divide)
    this.known.set(key, segment)
    return segment
  }
}
