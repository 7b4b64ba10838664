import {
  type AudioFormat,
  AudioProcessor,
  type Emit,
  Packet,
  type PortStats,
} from '@patchcord/core'
import { checkSealable } from './check-sealable.js'
import { PacketSealer, type SealerSeams } from './packet-sealer.js'
import { type SFrameEncryptOptions, checkEncryptOptions } from './sframe-encrypt-options.js'
import { portOptionsOf, sframeSecretOf } from './sframe-options.js'

/** Bytes that encryption adds to a packet of ordinary audio at most. */
export const sframeOverheadBytes = 64

/** The codec of encrypted packets. */
export const sframeCodec = 'sframe'

/** What {@link sframeEncrypt} has done so far. */
export interface SFrameEncryptStats extends PortStats {
  /** Sessions that were begun, each with a key id of its own. */
  readonly sessions: number
  /** How often the key was changed, by the ratchet or by a new session after its last step. */
  readonly rotations: number
}

const nothing = new Uint8Array(0)

/** What {@link sframeEncrypt} makes. */
export class SFrameEncrypt extends AudioProcessor<Packet, Packet> {
  private readonly sealer: PacketSealer
  private readonly endMarkers: number
  private last: Packet | undefined

  /** @internal */
  constructor(options: SFrameEncryptOptions, seams: SealerSeams = {}) {
    const { endMarkers, ...settings } = checkEncryptOptions(options)
    const secret = sframeSecretOf(options)
    super({ name: 'sframeEncrypt', ...portOptionsOf(options), accepts: 'packet' })
    this.sealer = new PacketSealer(secret, settings, seams)
    this.endMarkers = endMarkers
  }

  /** What went through so far, and how often keys were changed. */
  override stats(): SFrameEncryptStats {
    const { sessions, rotations } = this.sealer
    return { ...super.stats(), sessions, rotations }
  }

  protected processItem(packet: Packet): Packet {
    checkSealable(packet)
    const bytes = this.sealer.seal(packet, packet.bytes, this.clock.now())
    this.last = packet
    return encrypted(packet, bytes)
  }

  /** Tells the end; before a change of format there is none to tell. */
  protected override flushItems(emit: Emit<Packet>): void {
    if (this.state !== 'draining') return
    const { last } = this
    const place = {
      codec: last?.codec ?? sframeCodec,
      format: last?.format ?? (this.inputFormat as AudioFormat),
      position: last === undefined ? 0 : last.position + last.frameCount,
      sequence: last === undefined ? 0 : last.sequence + 1,
      timestampMs: undefined,
      discontinuity: false,
    }
    for (let index = 0; index < this.endMarkers; index++) {
      const marker = { ...place, frameCount: index }
      const bytes = this.sealer.seal(marker, nothing, this.clock.now(), true)
      emit(encrypted(new Packet({ ...place, bytes, frameCount: 0 }), bytes))
    }
  }
}

/** What stands beside the bytes stays within the process: transports send bytes. */
function encrypted(packet: Packet, bytes: Uint8Array): Packet {
  const { format, position, frameCount, sequence, timestampMs, metadata } = packet
  return new Packet({
    bytes,
    codec: sframeCodec,
    format,
    position,
    frameCount,
    sequence,
    timestampMs,
    metadata,
  })
}

/**
 * Encrypts packets by SFrame (RFC 9605), each by itself, so that they may be lost or overtake each
 * other. {@link sframeDecrypt} opens them.
 *
 * - **What is inside:** the bytes and all that a packet says of itself: codec, format, position,
 *   sequence, timestamp, mark. `metadata` stays with the packet within the process, unencrypted:
 *   it is not in the bytes, and neither sent nor protected.
 * - **What everybody sees:** sizes (see `padToBytes`), timing, and in each header the key id, which
 *   tells when the session began to 4.5 hours, and a counter.
 * - **Keys:** HKDF makes one for each sender, direction, session and step of the ratchet. A session
 *   begins with the first packet under a fresh random key id, so two starts never use a key and
 *   counter twice. The ratchet bounds what one key protects; it does not protect the past from
 *   somebody who finds the shared key: agree on one for each call.
 * - **Size:** 40 to 50 bytes more for PCM, {@link sframeOverheadBytes} at most unless the codec has
 *   a name of its own, the layout is unusual, or the packet is padded. 20 ms of mono at 16 kHz and
 *   16 bits (640 bytes) fit a datagram of 1200 bytes.
 * - **The end** is told by authenticated end markers, packets without frames, when the stream ends
 *   by itself or is drained; not if it fails, is closed or aborted.
 * - **It fails closed:** a packet that cannot be encrypted fails the stage, and goes nowhere.
 *
 * @throws PatchcordError `invalid-option`, `key-invalid`; while it runs `data-invalid` for a packet with
 * impossible numbers, and `key-exhausted` when a session has used up its counters
 *
 * @example
 * ```ts
 * import { pcmDecoder, pcmEncoder, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 * import { generateKey, sframeDecrypt, sframeEncrypt } from '@patchcord/crypto'
 *
 * const link = { key: generateKey(), sender: 'ada' }
 * const tx = sframeEncrypt(link)
 * const rx = sframeDecrypt(link)
 * const source = wavFileSource('input.wav')
 * await pipeline(source, pcmEncoder(), tx, rx, pcmDecoder(), wavFileSink('received.wav')).finished
 * console.log(tx.stats().itemsOut, rx.stats().itemsOut, rx.ending) // 53 50 ended
 * ```
 */
export function sframeEncrypt(options: SFrameEncryptOptions): SFrameEncrypt {
  return new SFrameEncrypt(options)
}
