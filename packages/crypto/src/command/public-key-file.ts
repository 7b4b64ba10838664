import type { KeyObject } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { keyFileFailure } from '../keys/key-file-failure.js'
import type { PublicKey } from '../keys/public-key-bytes.js'
import { writeNewFile } from '../keys/write-new-file.js'
import { publicKeyText, readPublicKeyText } from './public-key-text.js'

/** The word, and some white space around it. */
const mostBytes = 64

/** Writes a public key to a new file, for everybody to read. */
export function writePublicKeyFile(path: string, key: PublicKey): Promise<void> {
  return writeNewFile(path, `${publicKeyText(key)}\n`, { what: 'the public key' })
}

/**
 * Reads a file that `writePublicKeyFile` wrote; `undefined` if it holds something else.
 *
 * @throws PatchcordError (rejects) `file-not-found`, `io-failed`
 */
export async function readPublicKeyFile(path: string): Promise<KeyObject | undefined> {
  // It may be a secret's.
  const bytes = Buffer.alloc(mostBytes + 1)
  try {
    // A pipe that nobody writes to must not keep us waiting.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      if (!(await file.stat()).isFile()) return undefined
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
      if (bytesRead > mostBytes) return undefined
      return readPublicKeyText(bytes.toString('latin1', 0, bytesRead))
    } finally {
      await file.close()
    }
  } catch (error) {
    throw keyFileFailure(path, error)
  } finally {
    bytes.fill(0)
  }
}
