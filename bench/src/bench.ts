/** One way of doing the work. It does `count` units, or measures itself and returns the figure. */
export type Contestant = () => void | number | Promise<void | number>

/** A comparison: the same work done by ours and by the peer. */
export interface BenchCase {
  /** What is done, with its size: `'4 gains, 1024x2'`. */
  readonly name: string
  /** What `ours` and `peer` are counted in: `'us/buffer'`, `'MB'`. */
  readonly unit: string
  readonly ours: Contestant
  /** `null`: the peer is not installed, or there is none. It is reported all the same. */
  readonly peer: Contestant | null
  readonly peerName: string | null
  /** How many units one call does; its time is divided by it. Not needed for returned figures. */
  readonly count?: number
  /**
   * What is taken of a contestant that returns nothing: time on the processor, user and system,
   * of this process; or time on the wall, for work that others do (a device, a child process).
   *
   * @defaultValue `'cpu'`
   */
  readonly clock?: 'cpu' | 'wall'
  /**
   * Whether a low figure is the good one (times, memory) or a high one (throughput).
   *
   * @defaultValue `'lower'`
   */
  readonly better?: 'lower' | 'higher'
  /**
   * What executed ours, asked after the measurement: `'native'`, or `'js: why'`. For cases that are
   * meant for the native backend: whatever is not native never passes for reached.
   */
  readonly backend?: () => string
  /** What the ratio must reach; absent where there is no peer to be ahead of. */
  readonly goal?: number
  /**
   * How often each contestant is measured; the median counts.
   *
   * @defaultValue 7; at least 5
   */
  readonly runs?: number
  /**
   * How often each contestant runs unmeasured first.
   *
   * @defaultValue 2
   */
  readonly warmUpRuns?: number
}

/** A benchmark: each `benches/*.bench.ts` exports one as `bench`. */
export interface Bench {
  /** In kebab-case, the name of the file without `.bench.ts`. */
  readonly name: string
  /** Prepares the work outside of the measured time. */
  cases(): readonly BenchCase[] | Promise<readonly BenchCase[]>
  /** Cleans up what `cases` has made. */
  dispose?(): void | Promise<void>
}

/** One line of `pnpm bench --json`. */
export interface BenchResult {
  readonly bench: string
  readonly case: string
  readonly unit: string
  readonly ours: number
  readonly peer: number | null
  readonly peerName: string | null
  /** What executed ours, where the case is meant for the native backend. */
  readonly backend?: string
  /** How many times better than the peer; absent without one. */
  readonly ratio?: number
  readonly goal?: number
}
