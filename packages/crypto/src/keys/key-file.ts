import { type JsonWebKey, KeyObject, createPrivateKey } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { PatchcordError } from '@patchcord/core'
import { exportKey } from './export-key.js'
import { importKey } from './import-key.js'
import { holdsNoKey, keyFileFailure } from './key-file-failure.js'
import type { SecretKey } from './secret-key.js'
import { writeNewFile } from './write-new-file.js'

/** No key file is larger: what is, is none. */
const mostBytes = 4096
/** For the owner alone. */
const fileMode = 0o600
const othersMayAccess = 0o077

/**
 * Writes a secret key, or an X25519 private key, to a new file that its owner alone can read (mode
 * 0600): a JSON Web Key on one line. A file that is there already is never replaced, and what could
 * not be written whole is removed.
 *
 * @throws PatchcordError (rejects) `key-invalid`, `io-failed`
 */
export async function writeKeyFile(path: string, key: SecretKey): Promise<void> {
  const isPrivate = key instanceof KeyObject && key.type === 'private'
  const jwk = isPrivate ? privateJwk(key) : exportKey(key, 'jwk')
  await writeNewFile(path, `${JSON.stringify(jwk)}\n`, { what: 'the key', mode: fileMode })
}

/**
 * Reads a file that `writeKeyFile` wrote, or any that holds one key as hex, base64url or JSON Web
 * Key. A file that others than its owner may read is refused (where the system has such modes).
 *
 * @returns a secret key, or an X25519 private key
 * @throws PatchcordError (rejects) `file-not-found`, `io-failed`, `key-invalid`
 */
export async function readKeyFile(path: string): Promise<KeyObject> {
  const text = (await readPrivate(path)).trim()
  try {
    return text.startsWith('{') ? fromJwk(JSON.parse(text) as JsonWebKey) : importKey(text)
  } catch {
    // What reads it may quote it.
    throw holdsNoKey(path)
  }
}

function fromJwk(jwk: JsonWebKey): KeyObject {
  const isPrivate = jwk.kty === 'OKP' && jwk.crv === 'X25519' && typeof jwk.d === 'string'
  return isPrivate ? createPrivateKey({ key: jwk, format: 'jwk' }) : importKey(jwk)
}

async function readPrivate(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      // A pipe or a device has no end.
      if (!stats.isFile()) throw holdsNoKey(path)
      if (process.platform !== 'win32' && (stats.mode & othersMayAccess) !== 0) {
        throw new PatchcordError(
          'key-invalid',
          `${path} can be read by others than its owner; run chmod 600 on it, and if others had access, make a new key`,
          { details: { path } },
        )
      }
      return await readText(file, path)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw keyFileFailure(path, error)
  }
}

async function readText(file: FileHandle, path: string): Promise<string> {
  const bytes = Buffer.alloc(mostBytes + 1)
  try {
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = (await file.read(bytes, length, bytes.length - length)).bytesRead
    if (length > mostBytes) throw holdsNoKey(path)
    return bytes.toString('utf8', 0, length)
  } finally {
    bytes.fill(0)
  }
}

function privateJwk(key: KeyObject): JsonWebKey {
  if (key.asymmetricKeyType !== 'x25519')
    throw new PatchcordError('key-invalid', 'a private key must be an X25519 key')
  return key.export({ format: 'jwk' })
}
