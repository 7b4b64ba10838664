import type { Clock } from '../src/index.js'

/** A clock whose time passes when the test says so. */
export class HandClock implements Clock {
  private nowMs = 0
  private timers: { readonly dueMs: number; readonly callback: () => void }[] = []

  /** Timers that wait. */
  get pending(): number {
    return this.timers.length
  }

  now(): number {
    return this.nowMs
  }

  async sleep(): Promise<void> {}

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.nowMs + delayMs, callback }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((other) => other !== timer)
    }
  }

  /** Lets time pass, and what became due happen. */
  async advance(ms: number): Promise<void> {
    this.nowMs += ms
    const due = this.timers.filter(({ dueMs }) => dueMs <= this.nowMs)
    this.timers = this.timers.filter((timer) => !due.includes(timer))
    for (const { callback } of due) callback()
    await new Promise((resolve) => void setImmediate(resolve))
  }
}
