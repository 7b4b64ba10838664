import { type JsonWebKey, KeyObject, createPrivateKey } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { PatchcordError } from '@patchcord/core'
import { exportKey } from './export-key.js'
import { importKey } from './import-key.js'
import type { SecretKey } from './secret-key.js'

/** No key file is larger: what is, is none. */
const mostBytes = 4096
/** For the owner alone. */
const fileMode = 0o600
const othersMayAccess = 0o077

/**
 * Writes a secret key, or an X25519 private key, to a new file that its owner alone can read (mode
 * 0600): a JSON Web Key on one line. A file that is there already is never replaced.
 *
 * @throws PatchcordError (rejects) `key-invalid`, `io-failed`
 */
export async function writeKeyFile(path: string, key: SecretKey): Promise<void> {
  const isPrivate = key instanceof KeyObject && key.type === 'private'
  const jwk = isPrivate ? privateJwk(key) : exportKey(key, 'jwk')
  try {
    const file = await open(path, 'wx', fileMode)
    try {
      // The process's mask can only have taken rights away; a file system may have added some.
      await file.chmod(fileMode)
      await file.writeFile(`${JSON.stringify(jwk)}\n`)
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    const reason = isSystemError(error, 'EEXIST')
      ? 'it is there already, and a key is never overwritten'
      : describeSystemError(error)
    throw new PatchcordError('io-failed', `the key could not be written to ${path}: ${reason}`, {
      details: { path },
      cause: error,
    })
  }
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
  if (!text.startsWith('{')) return importKey(text)
  let jwk: JsonWebKey
  try {
    jwk = JSON.parse(text) as JsonWebKey
  } catch {
    throw unreadable(path)
  }
  if (jwk.kty === 'oct') return importKey(jwk)
  if (jwk.kty !== 'OKP' || jwk.crv !== 'X25519' || typeof jwk.d !== 'string') throw unreadable(path)
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' })
  } catch {
    throw unreadable(path)
  }
}

async function readPrivate(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      // A pipe or a device has no end.
      if (!stats.isFile()) throw unreadable(path)
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
    if (error instanceof PatchcordError) throw error
    const missing = isSystemError(error, 'ENOENT')
    throw new PatchcordError(
      missing ? 'file-not-found' : 'io-failed',
      missing
        ? `there is no key file ${path}`
        : `the key file ${path} could not be read: ${describeSystemError(error)}`,
      { details: { path }, cause: error },
    )
  }
}

async function readText(file: FileHandle, path: string): Promise<string> {
  const bytes = Buffer.alloc(mostBytes + 1)
  try {
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = (await file.read(bytes, length, bytes.length - length)).bytesRead
    if (length > mostBytes) throw unreadable(path)
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

function unreadable(path: string): PatchcordError {
  return new PatchcordError('key-invalid', `${path} holds no key that is known here`, {
    details: { path },
  })
}

function isSystemError(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code
}

function describeSystemError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error'
}
