import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  aes256gcm,
  agreeKey,
  fernet,
  generateAgreementKeys,
  importKey,
  keyFingerprint,
  keyFromPassphrase,
  wipe,
} from '../index.js'

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
