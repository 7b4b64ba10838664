import type { Cancel } from '../clock/clock.js'
import { emptyMetadata } from '../data/metadata.js'
import type { Packet } from '../data/packet.js'
import { AudioProcessor, type Emit } from '../ports/audio-processor.js'
import {
  type CheckedReorderOptions,
  type ReorderOptions,
  checkReorderOptions,
} from './reorder-options.js'
import { type GapEvent, type ReorderStats, newReorderCounters } from './reorder-stats.js'
import { SequenceWindow, type WindowDropReason } from './sequence-window.js'

/** What {@link reorder} makes. Event `gap` ({@link GapEvent}): packets were given up. */
export class Reorder extends AudioProcessor<Packet, Packet> {
  private readonly settings: CheckedReorderOptions
  private readonly window: SequenceWindow
  private readonly counts = newReorderCounters()
  private send: Emit<Packet> = () => undefined
  private cancelTimer: Cancel | undefined
  /** Where the packet after the last one begins. */
  private expected = 0

  /** @internal */
  constructor(options: ReorderOptions) {
    const settings = checkReorderOptions(options)
    const { depthPackets } = settings
    super({
      name: 'reorder',
      ...options,
      accepts: 'packet',
      discontinuity: 'own',
      lateQueue: { capacityItems: Math.max(64, 2 * depthPackets) },
    })
    this.settings = settings
    this.window = new SequenceWindow(depthPackets, settings.restartPackets, {
      deliver: (packet, missing, jumped) => this.deliver(packet, missing, jumped),
      drop: (packet, reason) => this.discard(packet, reason),
      reordered: () => void this.counts.reordered++,
    })
  }

  /** What went through so far, and what was put right. */
  override stats(): ReorderStats {
    const stats = super.stats()
    return { ...stats, ...this.counts, queueDepth: stats.queueDepth + this.window.size }
  }

  protected processItem(packet: Packet, emit: Emit<Packet>): void {
    this.counts.received++
    this.send = emit
    if (!Number.isSafeInteger(packet.sequence) || packet.sequence < 0) {
      this.discard(packet, 'invalid')
      return
    }
    const { timeoutMs } = this.settings
    // A held packet without metadata would take over that of the packet which sets it free.
    const own = packet.metadata === emptyMetadata ? packet.with({ metadata: {} }) : packet
    this.window.push(own, timeoutMs === undefined ? 0 : this.clock.now())
    this.watch()
  }

  protected override flushItems(emit: Emit<Packet>): void {
    this.send = emit
    this.cancelTimer?.()
    this.cancelTimer = undefined
    this.window.flush()
  }

  protected override teardown(): void {
    this.cancelTimer?.()
  }

  /** Sees to it that nothing is held for longer than the timeout. */
  private watch(): void {
    const { timeoutMs } = this.settings
    const { waitingSinceMs } = this.window
    if (timeoutMs === undefined || waitingSinceMs === undefined || this.cancelTimer !== undefined)
      return
    const delayMs = Math.max(0, waitingSinceMs + timeoutMs - this.clock.now())
    this.cancelTimer = this.clock.schedule(delayMs, () => {
      this.cancelTimer = undefined
      const now = this.clock.now()
      while ((this.window.waitingSinceMs ?? Infinity) + timeoutMs <= now) this.window.giveUpOldest()
      this.watch()
    })
  }

  private deliver(packet: Packet, missing: number, jumped: boolean): void {
    if (jumped) this.counts.restarts++
    if (missing > 0) this.countGap(packet, missing)
    this.expected = packet.position + packet.frameCount
    this.send(missing > 0 || jumped ? packet.with({ discontinuity: true }) : packet)
  }

  private countGap({ sequence, position }: Packet, packets: number): void {
    this.counts.gaps++
    this.counts.lost += packets
    const gap: GapEvent = {
      stage: this.name,
      sequence: sequence - packets,
      packets,
      position: this.expected,
      frames: Math.max(0, position - this.expected),
    }
    this.emit('gap', gap)
  }

  private discard({ frameCount }: Packet, reason: WindowDropReason): void {
    this.counts[reason === 'duplicate' ? 'duplicates' : reason]++
    this.countDrop({ items: 1, frames: frameCount, reason })
    // Others are not missed by the listener, or their gap is marked already.
    if (reason === 'invalid') this.noteLoss()
  }
}

/**
 * Puts packets back in the order of their sequence numbers, within a bound.
 *
 * - A packet that comes early is held until those before it have come, or are given up: when a
 *   packet more than `depthPackets` ahead of them has come, when `timeoutMs` has passed, or at the
 *   end. The packet after a gap is marked `discontinuity`, and `gap` is raised.
 * - One that comes after it was given up is dropped (`drop`, reason `late`), and so is one that has
 *   come before (`duplicate`). Marks that packets bring with them stay.
 * - The first packet may have overtaken others too: one with a number of up to `depthPackets` is
 *   taken for the beginning of a stream that counts from 0, and what is missing before it is lost;
 *   with a higher number the stream was joined, and nothing is.
 * - **A sender that begins anew** sends numbers from outside of the window (old ones, or more than
 *   3000 ahead). They are set aside. When `restartPackets` of them lie close together, with none in
 *   order in between, they begin a new stream, and its first packet is marked `discontinuity`; else
 *   they are dropped (`late`, `duplicate`, or, far ahead, `invalid`). Numbers that are far ahead
 *   when the input ends are believed.
 * - What is lost after the last packet, nobody can tell here. A change of format ends all waiting.
 *
 * @example
 * ```ts
 * import { Packet, pipeline, reorder, sink, source } from '@patchcord/core'
 *
 * const format = { sampleRate: 8000, channelCount: 1 }
 * const packet = (sequence: number) =>
 *   new Packet({ bytes: new Uint8Array(320), codec: 'pcm-s16le', format, frameCount: 160, position: sequence * 160, sequence })
 *
 * const inOrder = reorder({ depthPackets: 2 })
 * const print = sink(({ sequence, discontinuity }) => console.log(sequence, discontinuity), { accepts: 'packet' })
 * await pipeline(source([0, 2, 1, 1, 5, 4].map(packet)), inOrder, print).finished
 * console.log(inOrder.stats().lost, inOrder.stats().duplicates)
 * // 0 false
 * // 1 false
 * // 2 false
 * // 4 true
 * // 5 false
 * // 1 1
 * ```
 */
export function reorder(options: ReorderOptions = {}): Reorder {
  return new Reorder(options)
}
