import { AudioProcessor, type Cancel, Packet } from '@patchcord/core'
import { IncidentLog } from './incident-log.js'
import { PacketOpener, type Refusal } from './packet-opener.js'
import { type SFrameDecryptOptions, checkDecryptOptions } from './sframe-decrypt-options.js'
import type {
  SFrameDecryptStats,
  SFrameEnding,
  SFrameIncident,
  SFrameIncidentReason,
} from './sframe-incident.js'
import { portOptionsOf, sframeSecretOf } from './sframe-options.js'

const refusals: readonly Refusal[] = ['authentication', 'key-id', 'syntax', 'replay']
const reasons: readonly SFrameIncidentReason[] = [...refusals, 'gap', 'end', 'cut']

/** What {@link sframeDecrypt} makes. Event `incident` ({@link SFrameIncident}). */
export class SFrameDecrypt extends AudioProcessor<Packet, Packet> {
  private readonly opener: PacketOpener
  private readonly incidents: IncidentLog<SFrameIncidentReason>
  private readonly graceMs: number
  private readonly marksGaps: boolean
  private endingState: SFrameEnding = 'open'
  private cancelEnd: Cancel | undefined
  private delivered = 0

  /** @internal */
  constructor(options: SFrameDecryptOptions) {
    const { reportIntervalMs, ...settings } = checkDecryptOptions(options)
    const secret = sframeSecretOf(options)
    super({
      name: 'sframeDecrypt',
      ...portOptionsOf(options),
      accepts: 'packet',
      discontinuity: 'own',
    })
    this.opener = new PacketOpener(secret, settings, () => this.clock.now())
    this.graceMs = settings.graceMs
    this.marksGaps = settings.reorderPackets === 0
    this.incidents = new IncidentLog(
      reasons,
      reportIntervalMs,
      () => this.clock,
      (reason, count) => this.tell(reason, count),
    )
  }

  /** Whether the stream goes on, was ended by its sender, or was cut. */
  get ending(): SFrameEnding {
    return this.endingState
  }

  /** What went through so far, and what was refused. */
  override stats(): SFrameDecryptStats {
    const { opener, delivered, ending, incidents } = this
    const { counts } = incidents
    const stats = super.stats()
    return {
      ...stats,
      drops: refusals.reduce((sum, reason) => sum + incidents.untold(reason), stats.drops),
      delivered,
      authentication: counts.authentication,
      keyId: counts['key-id'],
      syntax: counts.syntax,
      replay: counts.replay,
      lost: opener.lost,
      sessions: opener.sessions,
      derivedKeys: opener.chain.derived,
      ending,
    }
  }

  /** Opens a packet before anything it claims is looked at. */
  protected override admitItem(sealed: Packet): Packet | false {
    const { opener } = this
    const refusal = opener.open(sealed.bytes)
    // One end marker is enough; the others are neither news nor replays.
    if (refusal === 'end-again') return false
    if (refusal !== undefined) {
      this.incidents.note(refusal)
      return false
    }
    if (opener.began) this.goOn()
    if (opener.given > 0) this.incidents.note('gap', opener.given)
    if (opener.ended && this.endingState === 'open') {
      this.endingState = 'ended'
      this.incidents.note('end')
    }
    if (this.endingState === 'ended') this.endSoon()
    if (opener.inner.isEnd) return false
    this.delivered++
    return this.opened(sealed)
  }

  protected processItem(packet: Packet): Packet {
    return packet
  }

  protected override flushItems(): void {
    if (this.state !== 'draining') return
    this.conclude()
    if (this.opener.missesTail) this.noteLoss()
  }

  protected override teardown(): void {
    this.cancelEnd?.()
    this.conclude()
  }

  private opened({ metadata }: Packet): Packet {
    const { inner, began, given } = this.opener
    const { payload: bytes, codec, format, position, frameCount, sequence, timestampMs } = inner
    const discontinuity = inner.discontinuity || began || (this.marksGaps && given > 0)
    return new Packet({
      bytes,
      codec,
      format,
      position,
      frameCount,
      sequence,
      timestampMs,
      discontinuity,
      metadata,
    })
  }

  /** Ends the output as soon as all has come, or the time for it is over. */
  private endSoon(): void {
    if (this.opener.isComplete) this.endOutput()
    else this.cancelEnd ??= this.clock.schedule(this.graceMs, () => this.endOutput())
  }

  /** The sender has begun again before the end took effect. */
  private goOn(): void {
    this.endingState = 'open'
    this.cancelEnd?.()
    this.cancelEnd = undefined
  }

  /** No more packets will come. */
  private conclude(): void {
    const given = this.opener.settle()
    if (given > 0) this.incidents.note('gap', given)
    if (this.endingState === 'open') {
      this.endingState = 'cut'
      this.incidents.note('cut')
    }
    this.incidents.close()
  }

  private tell(reason: SFrameIncidentReason, count: number): void {
    const incident: SFrameIncident = { stage: this.name, reason, count }
    this.emit('incident', incident)
    // What a forged packet claims about its frames is not to be trusted.
    if (refusals.includes(reason as Refusal)) {
      const items = count
      this.countDrop({ items, frames: 0, reason: reason === 'replay' ? 'duplicate' : 'invalid' })
    }
  }
}

/**
 * Opens the packets of {@link sframeEncrypt}. All that a packet says of itself is the sender's, as
 * it was encrypted; whatever stood beside the bytes is ignored, except `metadata`, which passes on.
 *
 * - **A bad packet never fails the stage:** it is dropped, counted (see {@link SFrameDecryptStats}) and
 *   raised as `incident`, at most once in `reportIntervalMs` for each reason. A session of a sender
 *   that has the key but another format makes the format change, as for any processor.
 * - **Order:** packets come out as they come in, each once. Put `reorder()` behind it: sequence
 *   numbers and positions are the sender's.
 * - **Replays** are refused by a window over the sender's counters, which only authenticated
 *   packets move. Of two sessions, the one that began later counts; packets of the earlier one are
 *   taken for `graceMs` still. A receiver that has just started knows no session: until one of the
 *   present session arrives, somebody can play it a recording of an earlier one.
 * - **Floods:** packets with unknown key ids cost 64 derivations a second at most, and no memory.
 *   While one lasts, a session that begins anew may be noticed late.
 * - **The end:** `ending` tells whether the sender has ended the stream or it was cut. After an end
 *   marker the output ends: at once if nothing is missing, else after `graceMs`.
 *
 * @throws PatchcordError `invalid-option`, `key-invalid`
 *
 * @example
 * ```ts
 * import { collectSink, lossyLink, sine } from '@patchcord/testkit'
 * import { concealGaps, pcmDecoder, pcmEncoder, pipeline, reorder } from '@patchcord/core'
 * import { generateKey, sframeDecrypt, sframeEncrypt } from '@patchcord/crypto'
 *
 * const link = { key: generateKey(), sender: 'ada' }
 * const rx = sframeDecrypt(link)
 * const weather = lossyLink({ lossRatio: 0.05, duplicateRatio: 0.05, reorderRatio: 0.05 })
 * const tone = sine({ durationMs: 2000 })
 * await pipeline(tone, pcmEncoder(), sframeEncrypt(link), weather, rx, reorder(), pcmDecoder(), concealGaps(), collectSink()).finished
 *
 * const { delivered, lost, replay } = rx.stats()
 * console.log(delivered + lost === 100, replay > 0, rx.ending) // true true ended
 * ```
 */
export function sframeDecrypt(options: SFrameDecryptOptions): SFrameDecrypt {
  return new SFrameDecrypt(options)
}
