import { generateKey, type SFrameOptions } from '@patchcord/crypto'

/** What the two ends share. */
export type LinkSecret = Required<Pick<SFrameOptions, 'key' | 'sender' | 'suite'>>

/**
 * What the two ends share for one run. Here they live in one process, and the key is made for them.
 * Two machines get theirs from a key file, a passphrase, or an agreement by X25519.
 */
export function newLinkSecret(): LinkSecret {
  return { key: generateKey(), sender: 'voice-link', suite: 'AES_256_GCM_SHA512_128' }
}
