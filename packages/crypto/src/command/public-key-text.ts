import type { KeyObject } from 'node:crypto'
import { decodeBase64url } from '../bytes/base64url.js'
import {
  type PublicKey,
  publicKeyBytes,
  publicKeyBytesOf,
  publicKeyOf,
} from '../keys/public-key-bytes.js'

/** What keeps a public key from being taken for a secret one, which has as many bytes. */
export const publicKeyPrefix = 'x25519:'

/** An X25519 public key as one word, to be sent by mail or chat: `x25519:` and 43 characters. */
export function publicKeyText(key: PublicKey): string {
  return publicKeyPrefix + Buffer.from(publicKeyBytesOf(key)).toString('base64url')
}

/** Reads the word; `undefined` if it is none. */
export function readPublicKeyText(text: string): KeyObject | undefined {
  const word = text.trim()
  if (!word.startsWith(publicKeyPrefix)) return undefined
  const bytes = decodeBase64url(word.slice(publicKeyPrefix.length), 'optional')
  return bytes?.length === publicKeyBytes ? publicKeyOf(bytes) : undefined
}
