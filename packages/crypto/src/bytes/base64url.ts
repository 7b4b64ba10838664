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
  const found = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bare = found === 0 ? text : text.slice(0, -found)
  const due = paddingOf(bare.length)
  if (found !== due && (padding === 'required' || found !== 0)) return undefined
  const bytes = Buffer.from(bare, 'base64url')
  // Node skips what it does not know. Written again, only text that was strict is the same.
  return bytes.toString('base64url') === bare ? bytes : undefined
}

/** Writes base64url with padding. @internal */
export function encodeBase64url(bytes: Uint8Array): string {
  const bare = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
  return bare + '='.repeat(paddingOf(bare.length))
}

function paddingOf(characters: number): number {
  return (4 - (characters % 4)) % 4
}
