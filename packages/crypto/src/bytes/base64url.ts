const alphabet = /^[A-Za-z0-9_-]*$/

/**
 * Reads base64url (RFC 4648, section 5) strictly: no other characters, padding only where it is
 * due, no stray bits at the end. So every sequence of bytes has exactly one text, or two: with its
 * padding and without. `undefined` for all else.
 *
 * @internal
 */
export function decodeBase64url(
  text: string,
  padding: 'required' | 'optional',
): Buffer | undefined {
  const bare = text.replace(/={1,2}$/, '')
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
  if (text !== padded && (padding === 'required' || text !== bare)) return undefined
  if (!alphabet.test(bare)) return undefined
  const bytes = Buffer.from(bare, 'base64url')
  return bytes.toString('base64url') === bare ? bytes : undefined
}

/** Writes base64url with padding. @internal */
export function encodeBase64url(bytes: Uint8Array): string {
  const bare = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
}
