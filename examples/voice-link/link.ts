import { type LinkLossEvent, type LossyLink, lossyLink } from '@patchcord/testkit'
import type { VoiceLinkSettings } from './settings.js'

/** Packets that the link lets a packet be overtaken by, beside what its jitter does. */
const overtakenBy = 3

/** The network of a voice link. */
export interface Network {
  readonly stage: LossyLink
  /** Packets of audio that it has lost; those that tell the end are not among them. */
  readonly lostAudio: number
}

/** What lies between the two ends, in place of a network, and of those who have access to it. */
export function network(settings: VoiceLinkSettings): Network {
  const { lossPercent, duplicatePercent, reorderPercent, corruptPercent, replayPercent } = settings
  const { jitterMs, seed, realtime } = settings
  const stage = lossyLink({
    lossRatio: lossPercent / 100,
    duplicateRatio: duplicatePercent / 100,
    reorderRatio: reorderPercent / 100,
    corruptRatio: corruptPercent / 100,
    replayRatio: replayPercent / 100,
    jitterMs,
    seed,
    realtime,
  })
  let lostAudio = 0
  stage.on('link-loss', ({ frames }: LinkLossEvent) => {
    if (frames > 0) lostAudio++
  })
  return {
    stage,
    get lostAudio() {
      return lostAudio
    },
  }
}

/** How many packets behind a packet may arrive before it, at most. */
export function reorderDepth({ jitterMs, packetMs, reorderPercent }: VoiceLinkSettings): number {
  const heldPackets = reorderPercent > 0 ? overtakenBy + 1 + jitterMs / packetMs : 0
  return Math.ceil(heldPackets + jitterMs / packetMs) + 1
}
