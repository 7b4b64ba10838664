import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { vectorsOf } from '../vectors.test-support.js'
import { aes256gcm, aes256gcmOverheadBytes, limitedAes256Gcm, sealWith } from './aes256gcm.js'

const refused = expect.objectContaining({ code: 'authentication-failed' })
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

interface WycheproofCase {
  readonly tcId: number
  readonly key: string
  readonly iv: string
  readonly aad: string
  readonly msg: string
  readonly ct: string
  readonly tag: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
}
interface WycheproofGroup {
  readonly keySize: number
  readonly ivSize: number
  readonly tagSize: number
  readonly tests: readonly WycheproofCase[]
}
const wycheproof = vectorsOf('wycheproof/aes_gcm_test.json') as
  { testGroups: readonly WycheproofGroup[] } | undefined

/** The message that a case holds, or the code of the error. */
function outcome({ key, iv, aad, ct, tag }: WycheproofCase): string {
  try {
    const parts = { nonce: hex(iv), ciphertext: hex(ct), tag: hex(tag) }
    const message = aes256gcm(hex(key)).decryptParts(parts, { associatedData: hex(aad) })
    return Buffer.from(message).toString('hex')
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('aes256gcm', () => {
  const key = generateKey()
  const box = aes256gcm(key)
  const text = Buffer.from('meet at noon')

  it('agrees with NIST: zero key, zero nonce', () => {
    // McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 and 14.
    const zeroKey = createSecretKey(Buffer.alloc(32))
    const nonce = Buffer.alloc(12)
    const seal = (length: number): string =>
      Buffer.from(sealWith(zeroKey, nonce, Buffer.alloc(length), undefined)).toString('hex')
    expect(seal(0)).toBe(`${'00'.repeat(12)}530f8afbc74536b9a963b4f1c4cb738b`)
    expect(seal(16)).toBe(
      `${'00'.repeat(12)}cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919`,
    )
  })

  it('gives back what it encrypted, with and without associated data', () => {
    const associatedData = Buffer.from('note 7')
    const message = box.encrypt(text, { associatedData })
    expect(message.length).toBe(text.length + aes256gcmOverheadBytes)
    expect(Buffer.from(box.decrypt(message, { associatedData }))).toEqual(text)
    expect(Buffer.from(box.decrypt(box.encrypt(text)))).toEqual(text)
    expect(box.decrypt(box.encrypt(new Uint8Array(0)))).toHaveLength(0)
  })

  it('takes a fresh nonce for each message', () => {
    const nonces = Array.from({ length: 1000 }, () =>
      Buffer.from(box.encrypt(text).subarray(0, 12)).toString('hex'),
    )
    expect(new Set(nonces).size).toBe(1000)
  })

  it('refuses every flipped bit and every truncation', () => {
    const message = box.encrypt(text)
    for (let bit = 0; bit < message.length * 8; bit++) {
      const flipped = Uint8Array.from(message)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => box.decrypt(flipped)).toThrow(refused)
    }
    for (let length = 0; length < message.length; length++)
      expect(() => box.decrypt(message.subarray(0, length))).toThrow(refused)
  })

  it('refuses other associated data and another key', () => {
    const associatedData = Buffer.from('a')
    const message = box.encrypt(text, { associatedData })
    expect(() => box.decrypt(message)).toThrow(refused)
    expect(() => box.decrypt(message, { associatedData: Buffer.from('b') })).toThrow(refused)
    expect(() => aes256gcm(generateKey()).decrypt(message, { associatedData })).toThrow(refused)
  })

  it.each([0, 4, 8, 12, 15, 17])('refuses the right tag cut or filled to %i bytes', (length) => {
    const message = Buffer.from(box.encrypt(text))
    const tag = Buffer.alloc(length)
    message.copy(tag, 0, message.length - 16)
    const [nonce, ciphertext] = [message.subarray(0, 12), message.subarray(12, -16)]
    expect(() => box.decryptParts({ nonce, ciphertext, tag })).toThrow(refused)
  })

  it.each([0, 8, 11, 13, 16])('refuses a nonce of %i bytes', (length) => {
    const parts = { nonce: new Uint8Array(length), ciphertext: text, tag: new Uint8Array(16) }
    expect(() => box.decryptParts(parts)).toThrow(refused)
  })

  it('refuses to encrypt with a key that is used up, and goes on decrypting', () => {
    const limited = limitedAes256Gcm(key, 2)
    limited.encrypt(text)
    // @ts-expect-error refused at the door, which costs no message
    expect(() => limited.encrypt('text')).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
    const last = limited.encrypt(text)
    const exhausted = expect.objectContaining({ code: 'key-exhausted' })
    expect(() => limited.encrypt(text)).toThrow(exhausted)
    expect(() => limited.encrypt(text)).toThrow(exhausted)
    expect(Buffer.from(limited.decrypt(last))).toEqual(text)
  })

  it('refuses what is no key, no bytes and no option', () => {
    const invalid = expect.objectContaining({ code: 'invalid-option' })
    for (const bytes of [0, 16, 24, 31, 33])
      expect(() => aes256gcm(new Uint8Array(bytes))).toThrow(
        expect.objectContaining({ code: 'key-invalid' }),
      )
    // @ts-expect-error no bytes
    expect(() => box.decrypt('text')).toThrow(invalid)
    // @ts-expect-error no bytes
    expect(() => box.decrypt(null)).toThrow(invalid)
    // @ts-expect-error no bytes
    expect(() => box.encrypt(text, { associatedData: 'text' })).toThrow(invalid)
    // @ts-expect-error unknown
    expect(() => box.encrypt(text, { aad: text })).toThrow(invalid)
  })
})

describe.skipIf(wycheproof === undefined)('aes256gcm and Wycheproof (needs the vectors)', () => {
  const groups = wycheproof?.testGroups ?? []
  const isOurs = ({ keySize, ivSize, tagSize }: WycheproofGroup): boolean =>
    keySize === 256 && ivSize === 96 && tagSize === 128

  it('agrees on the 66 cases with a key of 256 and a nonce of 96 bits', () => {
    const cases = groups.filter(isOurs).flatMap(({ tests }) => tests)
    expect(cases).toHaveLength(66)
    for (const one of cases) {
      const expected = one.result === 'valid' ? one.msg : 'authentication-failed'
      expect([one.tcId, outcome(one)]).toEqual([one.tcId, expected])
      if (one.result !== 'valid') continue
      const sealed = sealWith(
        createSecretKey(hex(one.key)),
        hex(one.iv),
        hex(one.msg),
        hex(one.aad),
      )
      expect(Buffer.from(sealed).toString('hex')).toBe(one.iv + one.ct + one.tag)
    }
  })

  it('refuses all others at the door', () => {
    const others = groups.filter((group) => !isOurs(group))
    const cases = others.flatMap(({ keySize, tests }) => tests.map((one) => ({ keySize, one })))
    expect(cases).toHaveLength(250)
    for (const { keySize, one } of cases)
      expect([one.tcId, outcome(one)]).toEqual([
        one.tcId,
        keySize === 256 ? 'authentication-failed' : 'key-invalid',
      ])
  })
})
