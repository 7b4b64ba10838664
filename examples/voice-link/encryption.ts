import { type Packet, tap } from '@patchcord/core'
import { sframeEncrypt } from '@patchcord/crypto'
import type { LinkSecret } from './link-secret.js'

/** The sender's encryption, and what it adds to the packets. */
export function encryption(secret: LinkSecret) {
  let [packets, plainBytes, sealedBytes] = [0, 0, 0]
  const before = tap(
    ({ bytes }: Packet) => {
      packets++
      plainBytes += bytes.length
    },
    { accepts: 'packet', name: 'plainBytes' },
  )
  const after = tap(
    ({ bytes, frameCount }: Packet) => {
      // The packets that tell the end hold no audio.
      if (frameCount > 0) sealedBytes += bytes.length
    },
    { accepts: 'packet', name: 'sealedBytes' },
  )
  return {
    suite: secret.suite,
    stages: [before, sframeEncrypt(secret), after],
    /** Bytes that it has added to a packet, on average. */
    get overheadBytes(): number {
      return packets === 0 ? 0 : (sealedBytes - plainBytes) / packets
    },
  }
}
