import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Packet } from '../data/packet.js'
import { checkChoice, checkKnownOptions, showValue } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { pcmSampleFormatOf } from '../pcm/pcm-codec.js'
import { type PcmBlockDecoder, createPcmDecoder } from '../pcm/pcm-decoder.js'
import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import { AudioProcessor } from '../ports/audio-processor.js'

import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { pcmPacketFault } from './pcm-packet-fault.js'

/** Options of {@link pcmDecoder}. */
export interface PcmDecoderOptions extends PortOptions {
  /**
   * What a packet does that does not hold what it claims: it fails the decoder with
   * `data-invalid`, or is dropped (counted, raised as `drop` with the reason `invalid`, and marked
   * on the buffer that follows). Links that strangers can write to want `'drop'`.
   *
   * @defaultValue `'fail'`
   */
  readonly onInvalid?: 'fail' | 'drop'
}

class PcmPacketDecoder extends AudioProcessor<Packet, AudioBuffer> {
  private decoder: PcmBlockDecoder | undefined
  private codec = ''
  private channelCount = 0

  constructor(
    private readonly dropsInvalid: boolean,
    options: PortOptions,
  ) {
    super({ name: 'pcmDecoder', ...options, accepts: 'packet', emits: 'audio' })
  }

  /** Packets are checked here, at the door: an impossible format must not reach `configure`. */
  protected override admitItem(packet: Packet): boolean {
    const fault = pcmPacketFault(packet)
    if (fault === undefined) return true
    if (!this.dropsInvalid) throw invalidPacket(packet, fault)
    // What it claims about its frames is not to be trusted.
    this.countDrop({ items: 1, frames: 0, reason: 'invalid' })
    this.noteLoss()
    return false
  }

  protected processItem(packet: Packet): AudioBuffer {
    const { format, frameCount, position, timestampMs, metadata } = packet
    const decoder = this.decoderFor(packet)
    const buffer = this.pool.acquire({ ...format, frameCount, position, timestampMs, metadata })
    decoder.decode(packet.bytes, 0, frameCount, buffer.samples)
    return buffer
  }

  private decoderFor({ codec, channelCount }: Packet): PcmBlockDecoder {
    if (this.decoder === undefined || codec !== this.codec || channelCount !== this.channelCount) {
      const sampleFormat = pcmSampleFormatOf(codec) as PcmSampleFormat
      this.decoder = createPcmDecoder({ sampleFormat, channelCount })
      this.codec = codec
      this.channelCount = channelCount
    }
    return this.decoder
  }
}

function invalidPacket({ sequence, bytes }: Packet, fault: string): PatchcordError {
  return new PatchcordError('data-invalid', `packet ${showValue(sequence)} ${fault}`, {
    details: {
      sequence: typeof sequence === 'number' ? sequence : showValue(sequence),
      byteLength: bytes instanceof Uint8Array ? bytes.byteLength : undefined,
    },
  })
}

/**
 * Turns packets of PCM, of every {@link PcmSampleFormat}, back into audio. Positions, timestamps,
 * metadata and discontinuities stay with their frames; the codec may change from packet to packet.
 *
 * @throws PatchcordError (while it runs) `data-invalid` for a packet that is no PCM or whose bytes
 * are not the frames it claims, unless `onInvalid` is `'drop'`
 *
 * @example
 * ```ts
 * import { pcmDecoder, pcmEncoder, pipeline, wavFileSink, wavFileSource } from '@patchcord/core'
 *
 * const packets = pcmEncoder({ sampleFormat: 'mulaw' })
 * await pipeline(wavFileSource('input.wav'), packets, pcmDecoder(), wavFileSink('companded.wav')).finished
 * ```
 */
export function pcmDecoder(options: PcmDecoderOptions = {}): AudioProcessor<Packet, AudioBuffer> {
  checkKnownOptions('pcmDecoder', options, [...portOptionNames, 'onInvalid'])
  const { onInvalid = 'fail', ...portOptions } = options
  checkChoice('onInvalid', onInvalid, ['fail', 'drop'])
  return new PcmPacketDecoder(onInvalid === 'drop', portOptions)
}
