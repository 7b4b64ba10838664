import type { KernelBackend } from '@patchcord/core'

/** What is known about a backend under test. */
export interface KernelBackendExpectations {
  /**
   * By how much a sample of the resampler may differ from TypeScript's; all else is the same bit for
   * bit. 0 to 1, where 1 is full scale.
   *
   * @defaultValue 0
   */
  readonly resampleTolerance?: number
  /**
   * How many random streams each rule tries.
   *
   * @defaultValue 20
   */
  readonly rounds?: number
  /**
   * Where the random streams begin: another seed gives others.
   *
   * @defaultValue 1
   */
  readonly seed?: number
}

/** A backend for the rules of one case. */
export class KernelRig {
  readonly tolerance: number
  readonly seeds: readonly number[]

  constructor(
    readonly backend: KernelBackend,
    { resampleTolerance = 0, rounds = 20, seed = 1 }: KernelBackendExpectations,
  ) {
    this.tolerance = resampleTolerance
    this.seeds = Array.from({ length: rounds }, (_, index) => seed * 100_003 + index)
  }
}
