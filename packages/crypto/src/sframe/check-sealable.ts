import { type AudioFormat, type Packet, PatchcordError } from '@patchcord/core'
import { numberedChannels } from './channel-numbers.js'

const maxSampleRate = 1_536_000
const maxChannelCount = 1024

/**
 * Refuses a packet that the other end could not be told about: what it says of itself is
 * encrypted with it.
 *
 * @throws PatchcordError `data-invalid`
 * @internal
 */
export function checkSealable(packet: Packet): void {
  const { bytes, codec, format, frameCount, position, sequence, timestampMs } = packet
  const fault = !(bytes instanceof Uint8Array)
    ? 'bytes that are no Uint8Array'
    : typeof codec !== 'string' || codec === ''
      ? 'no codec'
      : !isFormat(format)
        ? 'no possible format'
        : !isCount(frameCount)
          ? 'an impossible frame count'
          : !isCount(position)
            ? 'an impossible position'
            : !isCount(sequence)
              ? 'an impossible sequence number'
              : timestampMs !== undefined && !Number.isFinite(timestampMs)
                ? 'an impossible timestamp'
                : undefined
  if (fault === undefined) return
  throw new PatchcordError(
    'data-invalid',
    `a packet with ${fault} cannot be encrypted; give whole numbers of 0 or more, and a format within its bounds`,
    { details: { fault } },
  )
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isFormat(format: AudioFormat): boolean {
  const { sampleRate, channelCount, channelLayout } = format ?? {}
  if (!(sampleRate >= 1 && sampleRate <= maxSampleRate)) return false
  if (!isCount(channelCount) || channelCount < 1 || channelCount > maxChannelCount) return false
  if (channelLayout === undefined) return true
  return (
    channelLayout.length === channelCount &&
    channelLayout.every((name) => numberedChannels.includes(name))
  )
}
