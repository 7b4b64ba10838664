import { seededRandom } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import { ReplayWindow } from './replay-window.js'

/** The same by a set of all that has come. */
class Model {
  readonly come = new Set<number>()
  highest = -1
  first = 0
  settled = 0
  constructor(
    readonly size: number,
    readonly reorderPackets: number,
  ) {}
  admits(counter: number): boolean {
    return !this.come.has(counter) && counter > this.highest - this.size
  }
  add(counter: number): void {
    if (this.highest < 0) this.first = counter <= this.reorderPackets ? 0 : counter
    this.come.add(counter)
    this.highest = Math.max(this.highest, counter)
    this.settled = Math.max(this.settled, this.highest - this.reorderPackets)
  }
  get lost(): number {
    let lost = 0
    for (let at = this.first; at < this.settled; at++) if (!this.come.has(at)) lost++
    return lost
  }
}

describe('ReplayWindow', () => {
  it.each([
    [64, 0],
    [64, 8],
    [100, 99],
    [1024, 8],
  ])('agrees with a set of all counters: %i, %i', (size, reorderPackets) => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const [window, model] = [
        new ReplayWindow(size, reorderPackets),
        new Model(size, reorderPackets),
      ]
      let next = seed % 3 === 0 ? 500 : 0
      let given = 0
      for (let turn = 0; turn < 300; turn++) {
        next += random() < 0.05 ? Math.floor(random() * 3 * size) : random() < 0.7 ? 1 : 2
        const back = random() < 0.3 ? Math.floor(random() * (size + 10)) : 0
        const counter = Math.max(0, next - back)
        expect(window.admits(counter)).toBe(model.admits(counter))
        if (!model.admits(counter)) continue
        const before = window.lost
        const isLate = counter >= model.first && counter < model.settled
        model.add(counter)
        const more = window.add(counter)
        given += more
        expect(window.lost).toBe(before + more - (isLate ? 1 : 0))
        expect(window.lost).toBe(model.lost)
      }
      expect(given).toBeGreaterThanOrEqual(window.lost)
    }
  })

  it('knows when all has come, and gives up the rest at the end', () => {
    const window = new ReplayWindow(64, 8)
    for (const counter of [0, 1, 3]) window.add(counter)
    expect(window.isComplete).toBe(false)
    expect([window.hasCome(2), window.hasCome(3), window.hasCome(4)]).toEqual([false, true, false])
    expect(window.settleAll()).toBe(1)
    expect(window.lost).toBe(1)
    expect(window.add(2)).toBe(0)
    expect([window.lost, window.isComplete]).toEqual([0, true])
  })

  it('misses nothing from before the stream was joined', () => {
    const window = new ReplayWindow(64, 8)
    expect([window.add(1000), window.add(1001)]).toEqual([0, 0])
    expect(window.admits(990)).toBe(true)
    window.add(990)
    expect([window.lost, window.settleAll()]).toEqual([0, 0])
  })

  it('takes no longer for a counter that is far ahead', () => {
    const window = new ReplayWindow(64, 8)
    window.add(0)
    expect(window.add(2 ** 32 - 1)).toBe(2 ** 32 - 1 - 8 - 1)
    expect(window.admits(1)).toBe(false)
    expect(window.admits(2 ** 32 - 2)).toBe(true)
  })
})
