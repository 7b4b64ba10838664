/** A stretch of the timeline, in frames. */
export interface Spot {
  readonly position: number
  readonly frameCount: number
}

/**
 * Stretches of the timeline, in their order. It counts all of them and remembers so many: beyond
 * that, neighbours are drawn together, the closest first, as a picture of that width would show
 * them anyway.
 */
export class Spots {
  /** How many there were; one that joins the one before is not counted again. */
  count = 0
  /** Frames in all of them. */
  frameCount = 0
  /** Frames of the longest. */
  longest = 0
  private list: Spot[] = []
  private nearestFrames = 0
  private last: Spot = { position: -1, frameCount: 0 }

  constructor(private readonly capacity = 2048) {}

  add({ position, frameCount }: Spot): void {
    this.frameCount += frameCount
    const joins = this.count > 0 && position === endOf(this.last)
    this.last = joins
      ? { position: this.last.position, frameCount: this.last.frameCount + frameCount }
      : { position, frameCount }
    if (!joins) this.count++
    this.longest = Math.max(this.longest, this.last.frameCount)
    append(this.list, { position, frameCount }, this.nearestFrames)
    while (this.list.length > this.capacity) this.thinOut()
  }

  /** The stretches, those that had to be drawn together as one. */
  all(): readonly Spot[] {
    return this.list
  }

  private thinOut(): void {
    this.nearestFrames = Math.max(1, this.nearestFrames * 2)
    const thinner: Spot[] = []
    for (const spot of this.list) append(thinner, spot, this.nearestFrames)
    this.list = thinner
  }
}

function append(list: Spot[], spot: Spot, nearestFrames: number): void {
  const before = list.at(-1)
  if (before === undefined || spot.position - endOf(before) > nearestFrames) list.push(spot)
  else {
    const { position } = before
    list[list.length - 1] = { position, frameCount: endOf(spot) - position }
  }
}

function endOf({ position, frameCount }: Spot): number {
  return position + frameCount
}
