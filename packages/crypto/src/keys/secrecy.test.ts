import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { runKeysCommand } from '../command/run-keys-command.js'
import {
  aes256gcm,
  agreeKey,
  exportKey,
  fernet,
  generateAgreementKeys,
  importKey,
  keyFingerprint,
  keyFromPassphrase,
  publicKeyBytesOf,
  publicKeyOf,
  readKeyFile,
  wipe,
  writeKeyFile,
} from '../index.js'

const folder = mkdtempSync(join(tmpdir(), 'patchcord-secrecy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bytes = Buffer.from([...Array(32).keys()].map((index) => index * 7 + 3))
const key = importKey(bytes.toString('hex'))
const fernetKey = bytes.toString('base64url').padEnd(44, '=')

/** Ways in which six bytes in a row may be written. */
const traces = [0, 6, 12, 18, 24].flatMap((start) => {
  const part = bytes.subarray(start, start + 6)
  return [
    part.toString('hex'),
    [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
    [...part].join(', '),
    [...part].join(','),
    part.toString('base64url'),
    part.toString('base64'),
  ]
})

function shown(value: unknown): string {
  const error = value instanceof Error ? [value.stack, value.message, value.cause] : []
  const json = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  )
  const looked = inspect(value, { showHidden: true, depth: 9, getters: true, maxArrayLength: null })
  // Lines and columns of a list must not hide what is in it.
  return [looked, looked.replace(/\s+/g, ' '), json, String(value), inspect(error)].join('\n')
}

const thrownBy = (action: () => unknown): unknown => {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('did not throw')
}

function expectNoTrace(value: unknown): void {
  const text = shown(value)
  for (const trace of traces) expect(text).not.toContain(trace)
}

describe('a key', () => {
  it('would be found by this test', () => {
    for (const plain of [bytes, [...bytes], { key: fernetKey }, bytes.toString('hex')])
      expect(() => expectNoTrace(plain)).toThrow()
  })

  it('shows in no object of this package', async () => {
    expectNoTrace(key)
    expectNoTrace(aes256gcm(key))
    expectNoTrace(aes256gcm(bytes))
    expectNoTrace(fernet([fernetKey, bytes, key]))
    expectNoTrace(keyFingerprint(key))
    const { privateKey, publicKey } = generateAgreementKeys()
    const jwk = privateKey.export({ format: 'jwk' })
    const agreed = agreeKey({ privateKey, publicKey })
    for (const value of [{ privateKey, publicKey }, agreed])
      expect(shown(value)).not.toContain(jwk.d)
    const derived = await keyFromPassphrase(fernetKey, { costLog2: 14 })
    expectNoTrace(derived)
    expect(shown(derived)).not.toContain(derived.key.export().toString('hex').slice(0, 12))
  })

  it('shows in no error of a file, whatever is wrong with it', async () => {
    const [hex, jwk] = [bytes.toString('hex'), exportKey(key, 'jwk')]
    const contents = [
      hex.slice(1),
      `${hex} ${hex}`,
      `key: ${fernetKey}`,
      JSON.stringify(jwk).slice(0, -1),
      JSON.stringify({ ...jwk, kty: 'OKP', crv: 'X25519' }),
      JSON.stringify({ kty: 'OKP', crv: 'X25519', d: fernetKey.slice(3), x: jwk.k }),
      JSON.stringify({ ...jwk, k: `${jwk.k}AA` }),
      bytes,
    ]
    for (const [index, content] of contents.entries()) {
      const path = join(folder, `${index}.key`)
      writeFileSync(path, content, { mode: 0o600 })
      const error: unknown = await readKeyFile(path).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'key-invalid', details: { path } })
      expectNoTrace(error)
    }
    const there = await writeKeyFile(join(folder, '0.key'), key).catch((thrown: unknown) => thrown)
    expect(there).toMatchObject({ code: 'io-failed' })
    expectNoTrace(there)
  })

  it('shows in nothing that the command prints', async () => {
    const [secret, own] = [join(folder, 'secret.key'), join(folder, 'own.key')]
    await writeKeyFile(secret, key)
    // The same bytes as an X25519 private key in DER (RFC 8410).
    const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), bytes])
    const { publicKey } = generateAgreementKeys()
    const x = Buffer.from(publicKeyBytesOf(publicKey)).toString('base64url')
    await writeKeyFile(own, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
    for (const args of [
      ['fingerprint', secret],
      ['fingerprint', own],
      ['generate', secret],
      ['agree', secret, `x25519:${x}`, join(folder, 'a.key')],
      ['agree', own, secret, join(folder, 'b.key')],
      ['agree', own, `x25519:${x}`, join(folder, 'c.key')],
      ['fingerprint', fernetKey],
      ['agree', own, bytes.toString('hex'), join(folder, 'd.key')],
    ]) {
      for (const json of [[], ['--json']]) {
        const [stdout, stderr] = [new PassThrough(), new PassThrough()]
        await runKeysCommand([...args, ...json], { stdout, stderr, version: '1' })
        const printed = `${String(stdout.read() ?? '')}${String(stderr.read() ?? '')}`
        expect(printed).not.toBe('')
        expectNoTrace(printed)
      }
    }
  })

  it('shows in no error', async () => {
    const box = aes256gcm(key)
    const errors = [
      thrownBy(() => aes256gcm(bytes.subarray(1))),
      thrownBy(() => importKey(bytes.toString('hex').slice(2))),
      thrownBy(() => importKey(`${fernetKey}!`)),
      thrownBy(() => importKey({ kty: 'oct', k: fernetKey.slice(0, 40) })),
      thrownBy(() => fernet(fernetKey.slice(1))),
      thrownBy(() => fernet(bytes.subarray(1))),
      thrownBy(() => fernet(fernetKey).decrypt(fernetKey)),
      thrownBy(() => fernet(fernetKey).encrypt(fernetKey as unknown as Uint8Array)),
      thrownBy(() => box.decrypt(bytes)),
      thrownBy(() => box.encrypt(fernetKey as unknown as Uint8Array)),
      thrownBy(() => agreeKey({ privateKey: key, publicKey: bytes })),
      thrownBy(() => keyFingerprint(bytes.subarray(1))),
      thrownBy(() => publicKeyBytesOf(bytes.subarray(1))),
      thrownBy(() => publicKeyOf(key)),
      thrownBy(() => fernet([key, bytes, fernetKey.slice(1)])),
      thrownBy(() => fernet(key).rotate(fernetKey)),
      thrownBy(() => wipe(fernetKey as unknown as Uint8Array)),
      await keyFromPassphrase(bytes as unknown as string).catch((error: unknown) => error),
      await keyFromPassphrase(fernetKey, { parameters: fernetKey }).catch(
        (error: unknown) => error,
      ),
    ]
    for (const error of errors) {
      expect(error).toHaveProperty('code')
      expectNoTrace(error)
    }
  })
})

describe('wipe', () => {
  it('overwrites bytes', () => {
    const copy = Uint8Array.from(bytes)
    wipe(copy.subarray(1))
    expect([...copy]).toEqual([bytes[0], ...Array<number>(31).fill(0)])
  })
})
