import { type Item, PatchcordError, checkNumber } from '@patchcord/core'

/** Where in a stream a fault strikes: one of the two, or neither. */
export interface FaultPoint {
  /**
   * The item it strikes, counted from 0.
   *
   * @defaultValue 0
   */
  readonly atItem?: number
  /** It strikes the item that holds this frame, counted from 0. Not together with `atItem`. */
  readonly atFrame?: number
}

/** The options of {@link FaultPoint}, by name. */
export const faultPointNames: readonly string[] = ['atItem', 'atFrame']

/** Checks a fault's place and returns it complete. */
export function readFaultPoint({ atItem, atFrame }: FaultPoint): FaultPoint {
  if (atItem !== undefined && atFrame !== undefined) {
    throw new PatchcordError('invalid-option', 'give atItem or atFrame, not both', {
      details: { atItem, atFrame },
    })
  }
  if (atFrame === undefined) {
    return { atItem: checkNumber('atItem', atItem ?? 0, { min: 0, integer: true }) }
  }
  return { atFrame: checkNumber('atFrame', atFrame, { min: 0, integer: true, unit: 'frames' }) }
}

/** Watches a stream go by and tells when the fault strikes, once. */
export class FaultWatch {
  private items = 0
  private frames = 0
  private struck = false

  constructor(private readonly point: FaultPoint) {}

  /** Whether it strikes at this item. Called once for each. */
  strikes(item: Pick<Item, 'frameCount'>): boolean {
    const { atItem, atFrame } = this.point
    const index = this.items++
    this.frames += item.frameCount
    if (this.struck) return false
    this.struck = atFrame === undefined ? index === atItem : this.frames > atFrame
    return this.struck
  }
}
