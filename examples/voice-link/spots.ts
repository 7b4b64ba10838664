/** A stretch of the timeline, in frames. */
export interface Spot {
  readonly position: number
  readonly frameCount: number
}

/** Stretches of the timeline by their share of it. */
export interface SpotDensity {
  /** Frames that a column stands for. */
  readonly framesPerColumn: number
  /** The share of each column that lies within a spot: 0 to 1. */
  readonly shares: readonly number[]
}

/** Columns of the density: an even number. */
const capacity = 1024

/**
 * Spots on the timeline, which come in their order. It counts all of them, remembers the first
 * ones exactly and all of them by their density, so that it does not grow with the recording.
 */
export class Spots {
  /** How many there were; one that joins the one before is not counted again. */
  count = 0
  /** Frames in all of them. */
  frameCount = 0
  /** Frames of the longest. */
  longest = 0
  private last: Spot = { position: 0, frameCount: 0 }
  private readonly list: Spot[] = []
  private readonly framesIn = new Float64Array(capacity)
  private framesPerColumn = 1

  /** @param remembered - how many are remembered exactly */
  constructor(private readonly remembered = 150) {}

  add({ position, frameCount }: Spot): void {
    const joins = this.count > 0 && position === endOf(this.last)
    if (joins) {
      this.last = { position: this.last.position, frameCount: this.last.frameCount + frameCount }
    } else {
      this.last = { position, frameCount }
      this.count++
    }
    this.frameCount += frameCount
    this.longest = Math.max(this.longest, this.last.frameCount)
    if (this.count <= this.remembered) this.list[this.count - 1] = this.last
    this.spread(position, position + frameCount)
  }

  /** The spots one by one, or `undefined` if there were too many. */
  all(): readonly Spot[] | undefined {
    return this.count <= this.remembered ? this.list : undefined
  }

  /** The spots as shares of the timeline. */
  density(): SpotDensity {
    const { framesPerColumn } = this
    const count = Math.ceil(endOf(this.last) / framesPerColumn)
    const shares = Array.from(
      this.framesIn.subarray(0, count),
      (frames) => frames / framesPerColumn,
    )
    return { framesPerColumn, shares }
  }

  private spread(start: number, end: number): void {
    while (end > capacity * this.framesPerColumn) this.halve()
    let at = start
    while (at < end) {
      const column = Math.floor(at / this.framesPerColumn)
      const next = Math.min(end, (column + 1) * this.framesPerColumn)
      this.framesIn[column] = (this.framesIn[column] as number) + next - at
      at = next
    }
  }

  private halve(): void {
    const { framesIn } = this
    const half = capacity / 2
    for (let index = 0; index < half; index++) {
      framesIn[index] = (framesIn[2 * index] as number) + (framesIn[2 * index + 1] as number)
    }
    framesIn.fill(0, half)
    this.framesPerColumn *= 2
  }
}

function endOf({ position, frameCount }: Spot): number {
  return position + frameCount
}
