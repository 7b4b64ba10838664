import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { generateAgreementKeys } from './agreement.js'
import { exportKey } from './export-key.js'
import { readKeyFile, writeKeyFile } from './key-file.js'
import { generateKey } from './secret-key.js'

const folder = mkdtempSync(join(tmpdir(), 'patchcord-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newPath = (): string => join(folder, `${files++}.key`)
const isWindows = process.platform === 'win32'

function fileWith(content: string | Uint8Array, mode = 0o600): string {
  const path = newPath()
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

describe('key files', () => {
  it('give a secret and a private key back', async () => {
    for (const key of [generateKey(), generateAgreementKeys().privateKey]) {
      const path = newPath()
      await writeKeyFile(path, key)
      expect((await readKeyFile(path)).equals(key)).toBe(true)
      expect(readFileSync(path, 'utf8')).toMatch(/^\{.*\}\n$/)
    }
  })

  it.skipIf(isWindows)('are for their owner alone, whatever the mask', async () => {
    const previous = process.umask(0)
    try {
      const path = newPath()
      await writeKeyFile(path, generateKey())
      expect(statSync(path).mode & 0o777).toBe(0o600)
    } finally {
      process.umask(previous)
    }
  })

  it('are never overwritten', async () => {
    const path = newPath()
    await writeKeyFile(path, generateKey())
    const before = readFileSync(path)
    await expect(writeKeyFile(path, generateKey())).rejects.toMatchObject({ code: 'io-failed' })
    expect(readFileSync(path)).toEqual(before)
  })

  it('may hold hex or base64url', async () => {
    const key = generateKey()
    for (const format of ['hex', 'base64url'] as const) {
      const path = fileWith(`${exportKey(key, format)}\n`)
      expect((await readKeyFile(path)).equals(key)).toBe(true)
    }
  })

  it.skipIf(isWindows)('are refused where others may read or write them', async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o601]) {
      const path = fileWith(exportKey(generateKey(), 'hex'), mode)
      await expect(readKeyFile(path)).rejects.toMatchObject({
        code: 'key-invalid',
        message: expect.stringContaining('chmod 600') as string,
      })
    }
  })

  const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const x25519 = generateAgreementKeys().privateKey.export({ format: 'jwk' })
  it.each([
    ['nothing', ''],
    ['bytes', Buffer.alloc(32, 0xff)],
    ['half a JSON', '{"kty":"oct","k":"AAEC'],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['a key of another curve', JSON.stringify(ed25519)],
    ['a public key', JSON.stringify({ ...x25519, d: undefined })],
    ['a private key cut short', JSON.stringify({ ...x25519, d: x25519.d?.slice(4) })],
    ['a private key that is a number', JSON.stringify({ ...x25519, d: 5 })],
    ['a key and megabytes', exportKey(generateKey(), 'hex') + ' '.repeat(1 << 21)],
  ])('are refused with %s', async (_, content) => {
    const error = await readKeyFile(fileWith(content)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'key-invalid' })
    expect(String((error as Error).stack)).not.toContain('AAEC')
    expect((error as Error).cause).toBeUndefined()
  })

  it('are files: folders and pipes are refused', async () => {
    const path = newPath()
    mkdirSync(path, { mode: 0o700 })
    await expect(readKeyFile(path)).rejects.toMatchObject({
      code: isWindows ? 'io-failed' : 'key-invalid',
    })
    if (isWindows) return
    const pipe = newPath()
    execFileSync('mkfifo', ['-m', '600', pipe])
    await expect(readKeyFile(pipe)).rejects.toMatchObject({ code: 'key-invalid' })
  })

  it('say what the system said', async () => {
    await expect(readKeyFile(newPath())).rejects.toMatchObject({ code: 'file-not-found' })
    const below = join(fileWith(''), 'below.key')
    await expect(readKeyFile(below)).rejects.toMatchObject({ code: 'io-failed' })
    await expect(writeKeyFile(join(folder, 'no', 'k'), generateKey())).rejects.toMatchObject({
      code: 'io-failed',
    })
  })

  it('hold no other keys', async () => {
    const other = generateKeyPairSync('ed25519')
    for (const key of [other.privateKey, generateAgreementKeys().publicKey, new Uint8Array(16)])
      await expect(writeKeyFile(newPath(), key)).rejects.toMatchObject({ code: 'key-invalid' })
  })
})
