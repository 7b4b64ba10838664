import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto'
import { secretKeyBytes } from './secret-key.js'

/** What keeps keys that are derived from one another apart: text, or bytes that are already framed. */
export type KeyContext = readonly (string | Uint8Array)[]

/**
 * Derives a key of 256 bits by HKDF-SHA-512 (RFC 5869). Each part of the context is preceded by
 * its length, so that no two contexts give the same bytes.
 *
 * @internal
 */
export function deriveKey(key: KeyObject, context: KeyContext): KeyObject {
  const bytes = new Uint8Array(hkdfSync('sha512', key, '', frame(context), secretKeyBytes))
  const derived = createSecretKey(bytes)
  bytes.fill(0)
  return derived
}

function frame(context: KeyContext): Buffer {
  return Buffer.concat(
    context.flatMap((part) => {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.byteLength)
      return [length, bytes]
    }),
  )
}
