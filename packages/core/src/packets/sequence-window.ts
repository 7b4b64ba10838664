import type { Packet } from '../data/packet.js'
import { LostSequences } from './lost-sequences.js'

/** Further ahead than this is no gap but another stream, as in RFC 3550, A.1 (MAX_DROPOUT). */
const longestGap = 3000

/** Why a window lets a packet go. @internal */
export type WindowDropReason = 'late' | 'duplicate' | 'invalid'

/** What a {@link SequenceWindow} tells. @internal */
export interface WindowEvents {
  /** The next packet in order; `missing` were given up before it, `jumped`: a stream began anew. */
  deliver(packet: Packet, missing: number, jumped: boolean): void
  drop(packet: Packet, reason: WindowDropReason): void
  /** A packet came after one that follows it, and in time. */
  reordered(): void
}

/**
 * Puts packets in the order of their sequence numbers: pure logic, without streams or clocks.
 *
 * A missing packet is waited for until one has come that is more than `depth` ahead of it.
 * Packets outside of the window (older, or unbelievably far ahead) are set aside; when enough of
 * them lie close together with none in order between, the numbers have begun anew.
 *
 * @internal
 */
export class SequenceWindow {
  private readonly held = new Map<number, { readonly packet: Packet; readonly sinceMs: number }>()
  private readonly lost = new LostSequences()
  private outside: { readonly packet: Packet; readonly sinceMs: number }[] = []
  private next = -1
  private highest = -1
  private origin = 0
  private missing = 0
  /** Whether what is given up counts: not before the first packet of a stream that was joined. */
  private counting = false
  private jumped = false

  constructor(
    private readonly depth: number,
    private readonly restartPackets: number,
    private readonly events: WindowEvents,
  ) {}

  /** Packets that wait. */
  get size(): number {
    return this.held.size + this.outside.length
  }

  /** When the packet came that has waited longest for a missing one. */
  get waitingSinceMs(): number | undefined {
    const [oldest] = this.held.values()
    return oldest?.sinceMs
  }

  /** Takes a packet in, with a sequence of 0 or more, and delivers what is in order now. */
  push(packet: Packet, nowMs: number): void {
    const { sequence } = packet
    if (this.next < 0) this.begin(sequence)
    if (sequence < this.next || sequence > this.highest + longestGap) {
      return this.setAside(packet, nowMs)
    }
    this.dropOutside()
    if (this.held.has(sequence)) return this.events.drop(packet, 'duplicate')
    if (sequence < this.highest) this.events.reordered()
    else this.highest = sequence
    this.held.set(sequence, { packet, sinceMs: nowMs })
    this.settle(this.highest - this.depth)
  }

  /** Gives up what the packet that has waited longest waits for. */
  giveUpOldest(): void {
    const [oldest] = this.held.keys()
    if (oldest !== undefined) this.settle(oldest)
  }

  /** Delivers everything that waits, in order. */
  flush(): void {
    this.settle(Infinity)
    const last = this.outside.at(-1)
    if (last === undefined) return
    if (last.packet.sequence < this.next) return this.dropOutside()
    this.restart()
    this.settle(Infinity)
  }

  /** A first packet may have overtaken some: as many as the window is deep. */
  private begin(sequence: number): void {
    this.next = Math.max(0, sequence - this.depth)
    this.origin = this.next
    this.highest = sequence
    this.counting = sequence <= this.depth
    this.missing = 0
    this.lost.clear()
  }

  /** Delivers what is in order, giving up missing packets before `limit` on the way. */
  private settle(limit: number): void {
    while (this.held.size > 0) {
      const entry = this.held.get(this.next)
      if (entry === undefined) {
        if (this.next >= limit) return
        if (this.counting) this.missing++
        this.lost.add(this.next++)
        continue
      }
      this.held.delete(this.next++)
      const { missing, jumped } = this
      this.missing = 0
      this.jumped = false
      this.counting = true
      this.events.deliver(entry.packet, missing, jumped)
    }
  }

  private setAside(packet: Packet, sinceMs: number): void {
    const { sequence } = packet
    const { outside } = this
    const last = outside.at(-1)
    if (outside.some((other) => other.packet.sequence === sequence)) {
      return this.events.drop(packet, 'duplicate')
    }
    if (last !== undefined && Math.abs(sequence - last.packet.sequence) > this.depth + 1) {
      this.dropOutside()
    }
    this.outside.push({ packet, sinceMs })
    if (this.outside.length >= this.restartPackets) this.restart()
  }

  private restart(): void {
    const begun = this.outside
    this.outside = []
    this.settle(Infinity)
    this.jumped = true
    this.begin(Math.min(...begun.map(({ packet }) => packet.sequence)))
    for (const { packet, sinceMs } of begun) this.push(packet, sinceMs)
  }

  private dropOutside(): void {
    if (this.outside.length === 0) return
    for (const { packet } of this.outside.splice(0))
      this.events.drop(packet, this.reasonFor(packet))
  }

  private reasonFor({ sequence }: Packet): WindowDropReason {
    if (sequence >= this.next) return 'invalid'
    return sequence < this.origin || this.lost.take(sequence) ? 'late' : 'duplicate'
  }
}
