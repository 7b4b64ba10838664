import type { Item } from '@patchcord/core'
import type { Arrival } from './arrivals.js'
import type { LinkCounts } from './link-counts.js'

/** Counts what a link does. */
export class LinkTally {
  private sent = 0
  private delivered = 0
  private lost = 0
  private lostFrames = 0
  private duplicated = 0
  private reordered = 0
  private maxDelayMs = 0
  private delaySumMs = 0
  private highestOrder = -1

  /** Counts an item that is sent; returns how many were sent before it. */
  send(): number {
    return this.sent++
  }

  lose(frames: number): void {
    this.lost++
    this.lostFrames += frames
  }

  deliver({ order, isDuplicate, sentMs, arrivesMs }: Arrival<Item>): void {
    this.delivered++
    const delayMs = arrivesMs - sentMs
    this.maxDelayMs = Math.max(this.maxDelayMs, delayMs)
    this.delaySumMs += delayMs
    if (isDuplicate) this.duplicated++
    else if (order < this.highestOrder) this.reordered++
    this.highestOrder = Math.max(this.highestOrder, order)
  }

  get counts(): LinkCounts {
    const { sent, delivered, lost, lostFrames, duplicated, reordered, maxDelayMs } = this
    const meanDelayMs = delivered === 0 ? 0 : this.delaySumMs / delivered
    return { sent, delivered, lost, lostFrames, duplicated, reordered, maxDelayMs, meanDelayMs }
  }
}
