import { type LossyLink, lossyLink } from '@patchcord/testkit'
import type { VoiceLinkSettings } from './settings.js'

/** Packets that the link lets a packet be overtaken by, beside what its jitter does. */
const overtakenBy = 3

/** What lies between the two ends, in place of a network. */
export function network(settings: VoiceLinkSettings): LossyLink {
  const { lossPercent, duplicatePercent, reorderPercent, jitterMs, seed, realtime } = settings
  return lossyLink({
    lossRatio: lossPercent / 100,
    duplicateRatio: duplicatePercent / 100,
    reorderRatio: reorderPercent / 100,
    jitterMs,
    seed,
    realtime,
  })
}

/** How many packets behind a packet may arrive before it, at most. */
export function reorderDepth({ jitterMs, packetMs, reorderPercent }: VoiceLinkSettings): number {
  const heldPackets = reorderPercent > 0 ? overtakenBy + 1 + jitterMs / packetMs : 0
  return Math.ceil(heldPackets + jitterMs / packetMs) + 1
}
