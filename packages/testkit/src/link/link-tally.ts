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
  private corrupted = 0
  private replayed = 0
  private maxDelayMs = 0
  private delaySumMs = 0
  private highestOrder = -1

  /** Counts an item that is sent; returns how many were sent before it. */
  send(): number {
    return this.sent++
  }

  corrupt(): void {
    this.corrupted++
  }

  lose(frames: number): void {
    this.lost++
    this.lostFrames += frames
  }

  deliver({ order, kind, sentMs, arrivesMs }: Arrival<Item>): void {
    this.delivered++
    if (kind === 'replay') {
      this.replayed++
      return
    }
    const delayMs = arrivesMs - sentMs
    this.maxDelayMs = Math.max(this.maxDelayMs, delayMs)
    this.delaySumMs += delayMs
    if (kind === 'duplicate') this.duplicated++
    else if (order < this.highestOrder) this.reordered++
    this.highestOrder = Math.max(this.highestOrder, order)
  }

  get counts(): LinkCounts {
    const { sent, delivered, lost, lostFrames, duplicated, reordered, maxDelayMs } = this
    const { corrupted, replayed } = this
    const timed = delivered - replayed
    const meanDelayMs = timed === 0 ? 0 : this.delaySumMs / timed
    return {
      sent,
      delivered,
      lost,
      lostFrames,
      duplicated,
      reordered,
      corrupted,
      replayed,
      maxDelayMs,
      meanDelayMs,
    }
  }
}
