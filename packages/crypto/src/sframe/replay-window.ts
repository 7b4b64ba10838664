/**
 * Which counters have come: a sliding window, as in RFC 4303, appendix A2, and how many are
 * missing. Only counters of authenticated packets are added.
 *
 * @internal
 */
export class ReplayWindow {
  /** Counters that were given up and have not come. */
  lost = 0
  private readonly capacity: number
  private readonly bits: Uint32Array
  private highest = -1
  /** What came before the stream was joined is not missed. */
  private first = 0
  /** What is missing below this was given up. */
  private settled = 0

  constructor(
    private readonly size: number,
    /** How far a packet may be overtaken before it is given up. */
    private readonly reorderPackets: number,
  ) {
    this.capacity = Math.ceil(size / 32) * 32
    this.bits = new Uint32Array(this.capacity / 32)
  }

  /** Whether a counter is neither too old nor known. */
  admits(counter: number): boolean {
    if (counter > this.highest) return true
    return this.highest - counter < this.size && !this.has(counter)
  }

  /** Adds a counter that is admitted; returns how many others are given up for it. */
  add(counter: number): number {
    if (this.highest < 0) this.begin(counter)
    const before = this.settled
    const given = counter > this.highest ? this.advance(counter) : 0
    if (counter < before && counter >= this.first) this.lost--
    this.setBit(counter)
    return given
  }

  /** Gives up whatever is missing still; returns how many. */
  settleAll(): number {
    return this.settle(this.highest + 1)
  }

  /** Whether nothing is missing that is not given up. */
  get isComplete(): boolean {
    for (let counter = this.settled; counter < this.highest; counter++) {
      if (!this.has(counter)) return false
    }
    return true
  }

  /** Whether a counter has come, for all that is known. */
  hasCome(counter: number): boolean {
    if (counter < this.first || this.highest - counter >= this.size) return true
    return counter <= this.highest && this.has(counter)
  }

  /** The first packet may have overtaken others; with a higher counter, the stream was joined. */
  private begin(counter: number): void {
    this.first = counter <= this.reorderPackets ? 0 : counter
    this.settled = this.first
    this.highest = this.first - 1
  }

  private advance(counter: number): number {
    const due = counter - this.reorderPackets
    let given = this.settle(Math.min(due, this.highest + 1))
    if (due > this.settled) {
      given += due - this.settled
      this.lost += due - this.settled
      this.settled = due
    }
    const clear = Math.min(counter - this.highest, this.capacity)
    for (let index = 0; index < clear; index++) this.clearBit(counter - index)
    this.highest = counter
    return given
  }

  private settle(limit: number): number {
    let given = 0
    for (; this.settled < limit; this.settled++) if (!this.has(this.settled)) given++
    this.lost += given
    return given
  }

  private has(counter: number): boolean {
    const index = counter % this.capacity
    return ((this.bits[index >>> 5] as number) & (1 << (index & 31))) !== 0
  }

  private setBit(counter: number): void {
    const index = counter % this.capacity
    this.bits[index >>> 5] = (this.bits[index >>> 5] as number) | (1 << (index & 31))
  }

  private clearBit(counter: number): void {
    const index = counter % this.capacity
    this.bits[index >>> 5] = (this.bits[index >>> 5] as number) & ~(1 << (index & 31))
  }
}
