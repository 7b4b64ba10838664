/** A call that waits for its time. */
export interface Timer {
  readonly dueMs: number
  readonly callback: () => void
}

/** Timers in the order in which they are due; those of one instant in the order they were set. */
export class TimerQueue {
  private readonly timers: Timer[] = []

  /** Timers that wait. */
  get length(): number {
    return this.timers.length
  }

  /** When the next timer is due. */
  get nextDueMs(): number | undefined {
    return this.timers[0]?.dueMs
  }

  add(timer: Timer): void {
    let low = 0
    let high = this.timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.timers[middle] as Timer).dueMs <= timer.dueMs) low = middle + 1
      else high = middle
    }
    this.timers.splice(low, 0, timer)
  }

  remove(timer: Timer): void {
    const index = this.timers.indexOf(timer)
    if (index >= 0) this.timers.splice(index, 1)
  }

  shift(): Timer | undefined {
    return this.timers.shift()
  }
}
