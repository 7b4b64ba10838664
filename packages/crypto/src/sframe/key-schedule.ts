import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto'
import type { SFrameSuiteParts } from './sframe-suite.js'

/** Bytes in a nonce: Nn of every suite. @internal */
export const nonceBytes = 12

/** What frames are protected with under one key id. The bytes are wiped by whoever takes them. @internal */
export interface FrameSecrets {
  readonly key: Uint8Array
  readonly salt: Uint8Array
}

/** Key and salt for a key id: RFC 9605, section 4.4.2. @internal */
export function frameSecrets(
  suite: SFrameSuiteParts,
  baseKey: KeyObject,
  kid: bigint,
): FrameSecrets {
  const binding = Buffer.alloc(10)
  binding.writeBigUInt64BE(kid)
  binding.writeUInt16BE(suite.id, 8)
  const derive = (label: string, length: number): Uint8Array => {
    const info = Buffer.concat([Buffer.from(label, 'latin1'), binding])
    return new Uint8Array(hkdfSync(suite.hash, baseKey, '', info, length))
  }
  return {
    key: derive('SFrame 1.0 Secret key ', suite.keyBytes),
    salt: derive('SFrame 1.0 Secret salt ', nonceBytes),
  }
}

/** The base key of the next step, from which nobody comes back: RFC 9605, section 5.1. @internal */
export function ratchet(suite: SFrameSuiteParts, baseKey: KeyObject): KeyObject {
  const bytes = new Uint8Array(
    hkdfSync(suite.hash, baseKey, '', 'SFrame 1.0 Ratchet', suite.hashBytes),
  )
  const next = createSecretKey(bytes)
  bytes.fill(0)
  return next
}
