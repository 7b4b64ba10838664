import type { Packet } from '../data/packet.js'
import { showValue } from '../errors/option-checks.js'
import {
  type AudioFormat,
  describeFormat,
  maxChannelCount,
  maxSampleRate,
} from '../format/audio-format.js'
import { pcmSampleFormatOf } from '../pcm/pcm-codec.js'
import { bytesPerSample } from '../pcm/pcm-sample-format.js'
import { framesToBytes } from '../time/time.js'

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isFormat(format: AudioFormat | undefined | null): format is AudioFormat {
  if (typeof format !== 'object' || format === null) return false
  const { sampleRate, channelCount, channelLayout } = format
  return (
    typeof sampleRate === 'number' &&
    sampleRate >= 1 &&
    sampleRate <= maxSampleRate &&
    isCount(channelCount) &&
    channelCount >= 1 &&
    channelCount <= maxChannelCount &&
    (channelLayout === undefined ||
      (Array.isArray(channelLayout) && channelLayout.length === channelCount))
  )
}

/**
 * What is wrong with a packet that claims to hold PCM, in words, or `undefined`. Every field is
 * looked at, because packets come from outside: nothing in them may throw further on, or ask for
 * more memory than their bytes are worth.
 *
 * @internal
 */
export function pcmPacketFault(packet: Packet): string | undefined {
  const { codec, format, bytes, frameCount, position, timestampMs, metadata } = packet
  const sampleFormat = typeof codec === 'string' ? pcmSampleFormatOf(codec) : undefined
  if (sampleFormat === undefined) {
    return `has the codec ${showValue(codec)}, which is not PCM; put its own decoder here`
  }
  if (!isFormat(format)) return 'does not tell a possible sample rate and channel count'
  if (!isCount(frameCount) || frameCount === 0) {
    return `must hold at least one whole frame, and claims ${showValue(frameCount)}`
  }
  if (!isCount(position)) return `must have a position of 0 or more, and has ${showValue(position)}`
  if (timestampMs !== undefined && !Number.isFinite(timestampMs)) {
    return `must have a finite timestampMs, and has ${showValue(timestampMs)}`
  }
  if (typeof metadata !== 'object' || metadata === null) return 'must have an object as metadata'
  if (!(bytes instanceof Uint8Array)) return `must hold a Uint8Array, and holds ${showValue(bytes)}`
  const expected = framesToBytes(frameCount, format.channelCount, bytesPerSample(sampleFormat))
  if (bytes.byteLength === expected) return undefined
  return `should hold ${expected} bytes for ${frameCount} frames of ${codec} at ${describeFormat(format)}, and holds ${bytes.byteLength}`
}
