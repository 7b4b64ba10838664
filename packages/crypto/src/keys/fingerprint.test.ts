import { describe, expect, it } from 'vitest'
import { generateAgreementKeys } from './agreement.js'
import { keyFingerprint } from './fingerprint.js'
import { publicKeyBytesOf, publicKeyOf } from './public-key-bytes.js'
import { generateKey } from './secret-key.js'

describe('keyFingerprint', () => {
  it('stays what it is from version to version', () => {
    // Computed apart from this code, with Python's hmac and hashlib.
    const digits = '06590 71612 47798 00231 39922 05805 18140 11470'
    expect(keyFingerprint(new Uint8Array(32))).toBe(digits)
  })

  it('is eight groups of five digits, the same for the same key only', () => {
    const key = generateKey()
    expect(keyFingerprint(key)).toMatch(/^\d{5}( \d{5}){7}$/)
    expect(keyFingerprint(key.export())).toBe(keyFingerprint(key))
    expect(keyFingerprint(generateKey())).not.toBe(keyFingerprint(key))
  })

  it('is the same for a public key at both ends, and another than that of its bytes as a secret', () => {
    const { publicKey } = generateAgreementKeys()
    const arrived = publicKeyOf(publicKeyBytesOf(publicKey))
    expect(keyFingerprint(arrived)).toBe(keyFingerprint(publicKey))
    expect(keyFingerprint(publicKeyBytesOf(publicKey))).not.toBe(keyFingerprint(publicKey))
  })

  it('refuses private keys and what is no key', () => {
    const invalid = expect.objectContaining({ code: 'key-invalid' })
    expect(() => keyFingerprint(generateAgreementKeys().privateKey)).toThrow(invalid)
    expect(() => keyFingerprint(new Uint8Array(16))).toThrow(invalid)
  })
})
