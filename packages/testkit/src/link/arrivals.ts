import type { Item } from '@patchcord/core'
import type { ArrivingCopy } from './link-weather.js'

/** An item under way. */
export interface Arrival<T extends Item> {
  readonly item: T
  /** How many items were sent before it. */
  readonly order: number
  readonly sentMs: number
  readonly arrivesMs: number
  readonly kind: ArrivingCopy['kind']
}

/** Items under way, in the order in which they arrive. */
export class Arrivals<T extends Item> {
  private readonly waiting: Arrival<T>[] = []

  /** Items under way. */
  get length(): number {
    return this.waiting.length
  }

  /** When the next item arrives. */
  get nextMs(): number | undefined {
    return this.waiting[0]?.arrivesMs
  }

  add(arrival: Arrival<T>): void {
    let index = this.waiting.length
    while (index > 0 && (this.waiting[index - 1] as Arrival<T>).arrivesMs > arrival.arrivesMs) {
      index--
    }
    this.waiting.splice(index, 0, arrival)
  }

  /** Takes out what has arrived by then. */
  takeUntil(timeMs: number): Arrival<T>[] {
    const later = this.waiting.findIndex((arrival) => arrival.arrivesMs > timeMs)
    return this.waiting.splice(0, later < 0 ? this.waiting.length : later)
  }
}
