import { describe, expect, it } from 'vitest'
import { exportKey } from './export-key.js'
import { importKey } from './import-key.js'
import { generateKey } from './secret-key.js'

const invalid = expect.objectContaining({ code: 'key-invalid' })
const bytes = Buffer.from([...Array(32).keys()])
const hex = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
const base64url = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

describe('importKey and exportKey', () => {
  it('writes the three forms', () => {
    expect(exportKey(bytes, 'hex')).toBe(hex)
    expect(exportKey(bytes, 'base64url')).toBe(base64url)
    expect(exportKey(bytes, 'jwk')).toEqual({ kty: 'oct', k: base64url })
    expect(bytes[31]).toBe(31)
  })

  it.each([
    ['hex', hex],
    ['hex in capitals, in white space', `\t${hex.toUpperCase()}\n`],
    ['base64url', base64url],
    ['base64url with padding', `${base64url}=\n`],
    ['a JSON Web Key', { kty: 'oct', k: base64url, alg: 'A256GCM' }],
  ])('reads %s', (_, key) => {
    expect(importKey(key).export()).toEqual(bytes)
  })

  it('gives the same key back, in each form', () => {
    const key = generateKey()
    for (const format of ['hex', 'base64url'] as const)
      expect(importKey(exportKey(key, format)).equals(key)).toBe(true)
    expect(importKey(exportKey(key, 'jwk')).equals(key)).toBe(true)
    expect(generateKey().equals(key)).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['hex that is too short', hex.slice(2)],
    ['hex that is too long', `${hex}00`],
    ['64 characters that are not hex', `g${hex.slice(1)}`],
    ['base64url that is too short', base64url.slice(0, -2)],
    ['base64url with stray bits', base64url.replace(/8$/, '9')],
    ['base64 of the other alphabet', `${base64url.slice(0, -2)}+8`],
    ['a key of another type', { kty: 'RSA', k: base64url }],
    ['a JSON Web Key of 128 bits', { kty: 'oct', k: base64url.slice(0, 22) }],
    ['a JSON Web Key without a key', { kty: 'oct' }],
  ])('refuses %s, and does not repeat it', (_, key) => {
    let error: unknown
    try {
      importKey(key)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toEqual(invalid)
    const text = typeof key === 'string' ? key : JSON.stringify(key).slice(19)
    if (text.length > 20) expect(String(error)).not.toContain(text.slice(2, 20))
  })

  it('refuses what is neither, and unknown forms', () => {
    for (const wrong of [null, undefined, 5, bytes, []])
      expect(() => importKey(wrong as unknown as string)).toThrow(invalid)
    const invalidOption = expect.objectContaining({ code: 'invalid-option' })
    expect(() => exportKey(bytes, 'base64' as 'hex')).toThrow(invalidOption)
    expect(() => exportKey(bytes.subarray(1), 'hex')).toThrow(invalid)
  })
})
