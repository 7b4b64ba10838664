/** How a run is doing, for those who watch it. */
export interface Snapshot {
  /** Audio that has arrived, and all there is. */
  readonly doneMs: number
  readonly totalMs: number
  /** Time since the start. */
  readonly elapsedMs: number
  /** The level of the last window, in dB of full scale. */
  readonly peakDb: number | null
  readonly rmsDb: number | null
  readonly lost: number
  readonly concealed: number
}

/** Shows how a run is doing. */
export interface LiveView {
  update(snapshot: Snapshot): void
  /** Leaves the terminal as it was. */
  end(): void
}

/** How much of a run is done: 0 to 1. */
export function shareDone({ doneMs, totalMs }: Snapshot): number {
  return totalMs > 0 ? Math.min(1, doneMs / totalMs) : 0
}

/** How many times faster than real time it is: `12.3×`. */
export function paceText({ doneMs, elapsedMs }: Snapshot): string {
  const ratio = elapsedMs > 0 ? doneMs / elapsedMs : 0
  return `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)}\u00d7`
}
