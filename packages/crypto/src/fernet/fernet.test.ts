import { createHmac, randomBytes } from 'node:crypto'
import type { PatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../bytes/base64url.js'
import { vectorsOf } from '../vectors.test-support.js'
import { fernetKeyHalves, generateFernetKey } from './fernet-key.js'
import { sealToken } from './fernet-token.js'
import { type FernetDecryptOptions, fernet } from './fernet.js'

interface FernetCase {
  readonly desc?: string
  readonly token: string
  readonly now: string
  readonly ttl_sec?: number
  readonly iv?: readonly number[]
  readonly src: string
  readonly secret: string
}

const generate = vectorsOf('fernet/generate.json') as readonly FernetCase[] | undefined
const verify = vectorsOf('fernet/verify.json') as readonly FernetCase[] | undefined
const invalid = vectorsOf('fernet/invalid.json') as readonly FernetCase[] | undefined
const refused = expect.objectContaining({ code: 'authentication-failed' })
const clockAt = (seconds: number): { now(): number } => ({ now: () => seconds * 1000 })
const text = Buffer.from('hello')

/** Signs what is no token, with the right key. */
function forge(key: string, signed: Buffer): string {
  const mac = createHmac('sha256', fernetKeyHalves(key).signing).update(signed).digest()
  return encodeBase64url(Buffer.concat([signed, mac]))
}

describe.skipIf(generate === undefined)('fernet and its specification (needs the vectors)', () => {
  it('generates', () => {
    expect(generate).toHaveLength(1)
    for (const { token, now, iv = [], src, secret } of generate ?? []) {
      const seconds = BigInt(Date.parse(now) / 1000)
      const sealed = sealToken(fernetKeyHalves(secret), Buffer.from(src), seconds, Buffer.from(iv))
      expect(sealed).toBe(token)
    }
  })

  it('verifies', () => {
    expect(verify).toHaveLength(1)
    for (const { token, now, ttl_sec = 0, src, secret } of verify ?? []) {
      const box = fernet(secret, { clock: clockAt(Date.parse(now) / 1000) })
      expect(String(box.decrypt(token, { ttlSeconds: ttl_sec }))).toBe(src)
    }
  })

  it('refuses the 8 that are invalid', () => {
    expect(invalid).toHaveLength(8)
    for (const { desc, token, now, ttl_sec = 0, secret } of invalid ?? []) {
      const box = fernet(secret, { clock: clockAt(Date.parse(now) / 1000) })
      expect(() => box.decrypt(token, { ttlSeconds: ttl_sec }), desc).toThrow(refused)
    }
  })
})

describe('fernet', () => {
  const key = generateFernetKey()

  it('writes the form of the specification', () => {
    const halves = fernetKeyHalves(encodeBase64url(Buffer.from([...Array(32).keys()])))
    const token = sealToken(halves, text, 499_162_800n, Buffer.alloc(16, 7))
    const bytes = Buffer.from(token, 'base64url')
    expect(bytes.subarray(0, 25).toString('hex')).toBe(`80000000001dc09eb0${'07'.repeat(16)}`)
    expect(bytes).toHaveLength(25 + 16 + 32)
    const mac = createHmac('sha256', Buffer.from([...Array(16).keys()])).update(
      bytes.subarray(0, -32),
    )
    expect(bytes.subarray(-32)).toEqual(mac.digest())
    expect(token).toHaveLength(100)
  })

  it.each([0, 1, 15, 16, 17, 1000])('gives back %i bytes', (length) => {
    const bytes = randomBytes(length)
    const token = fernet(key).encrypt(bytes)
    expect(Buffer.from(fernet(key).decrypt(token))).toEqual(bytes)
    expect(Buffer.from(fernet(key).decrypt(Buffer.from(token)))).toEqual(bytes)
    expect(Buffer.from(fernet(Buffer.from(key, 'base64url')).decrypt(token))).toEqual(bytes)
  })

  it('refuses every flipped bit', () => {
    const bytes = Buffer.from(fernet(key).encrypt(text), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => fernet(key).decrypt(encodeBase64url(flipped))).toThrow(refused)
    }
  })

  it('refuses another version, a block cut off and no block at all, though they are signed', () => {
    const bytes = Buffer.from(fernet(key).encrypt(text), 'base64url').subarray(0, -32)
    expect(String(fernet(key).decrypt(forge(key, bytes)))).toBe('hello')
    const version = Buffer.from(bytes)
    version[0] = 0x81
    for (const signed of [
      version,
      bytes.subarray(0, -1),
      bytes.subarray(0, 25),
      bytes.subarray(0, 3),
    ])
      expect(() => fernet(key).decrypt(forge(key, signed))).toThrow(refused)
  })

  it('refuses a padding that is none, though it is signed', () => {
    // 'hello' leaves eleven bytes of padding; what is done to the vector, is done to the text.
    const signed = Buffer.from(fernet(key).encrypt(text), 'base64url').subarray(0, -32)
    const with_ = (index: number, change: number): string => {
      const bytes = Buffer.from(signed)
      bytes[index]! ^= change
      return forge(key, bytes)
    }
    for (const length of [0, 2, 12, 17, 255])
      expect(() => fernet(key).decrypt(with_(24, 11 ^ length)), `${length}`).toThrow(refused)
    for (let index = 14; index < 24; index++)
      expect(() => fernet(key).decrypt(with_(index, 1)), `${index}`).toThrow(refused)
    expect(fernet(key).decrypt(with_(24, 11 ^ 1))).toHaveLength(15)
    expect(String(fernet(key).decrypt(with_(9, 1)))).toBe('iello')
  })

  it('reads base64url strictly', () => {
    const token = fernet(key).encrypt(text)
    expect(token).toMatch(/[^=]==$/)
    const [stem, last] = [token.slice(0, -3), token.charAt(token.length - 3)]
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const stray = alphabet.charAt(alphabet.indexOf(last) + 1)
    for (const other of [
      `${stem}${last}`,
      `${stem}${last}=`,
      `${stem}${stray}==`,
      ` ${token}`,
      `${token}\n`,
      `${token}=`,
    ])
      expect(() => fernet(key).decrypt(other)).toThrow(refused)
    const beyondAscii = Buffer.from(token, 'latin1')
    beyondAscii[5]! |= 0x80
    expect(() => fernet(key).decrypt(beyondAscii)).toThrow(refused)
  })

  it('refuses by age to the second, and by more than 60 s in the future', () => {
    const token = fernet(key, { clock: clockAt(1000) }).encrypt(text)
    const readAt = (seconds: number, ttlSeconds: number) => () =>
      String(fernet(key, { clock: clockAt(seconds) }).decrypt(token, { ttlSeconds }))
    expect(readAt(1010.9, 10)()).toBe('hello')
    expect(readAt(1011, 10)).toThrow(refused)
    expect(readAt(1000, 0)()).toBe('hello')
    expect(readAt(940, 10)()).toBe('hello')
    expect(readAt(939, 10)).toThrow(refused)
    expect(String(fernet(key, { clock: clockAt(939) }).decrypt(token))).toBe('hello')
    expect(String(fernet(key, { clock: clockAt(1e9) }).decrypt(token))).toBe('hello')
  })

  it('refuses its own tokens when the clock has moved back by more than 60 s', () => {
    let seconds = 1000
    const box = fernet(key, { clock: { now: () => seconds * 1000 } })
    const token = box.encrypt(text)
    seconds = 940
    expect(String(box.decrypt(token, { ttlSeconds: 5 }))).toBe('hello')
    seconds = 900
    expect(() => box.decrypt(token, { ttlSeconds: 5 })).toThrow(refused)
    expect(box.createdAtSeconds(token)).toBe(1000)
  })

  it('takes the time of day', () => {
    const age = Date.now() / 1000 - fernet(key).createdAtSeconds(fernet(key).encrypt(text))
    expect(Math.abs(age)).toBeLessThan(60)
  })

  it('looks at the signature before the time, and says the same of both', () => {
    let looks = 0
    const clock = { now: () => (looks++, 5_000_000) }
    const old = fernet(key, { clock: clockAt(1000) }).encrypt(text)
    const foreign = fernet(generateFernetKey(), { clock: clockAt(1000) }).encrypt(text)
    const padding = Buffer.from(old, 'base64url').subarray(0, -32)
    padding[24]! ^= 0xff // the last byte of the first block's padding
    const errorOf = (token: string, options: FernetDecryptOptions): unknown => {
      try {
        return fernet(key, { clock }).decrypt(token, options)
      } catch (error) {
        const { code, message, details, cause } = error as PatchcordError
        return { code, message, details, cause }
      }
    }
    expect(() => fernet(key, { clock }).decrypt(foreign, { ttlSeconds: 9 })).toThrow(refused)
    expect(looks).toBe(0)
    const said = errorOf(old, { ttlSeconds: 9 })
    expect(said).toEqual(refused)
    expect(looks).toBe(1)
    for (const token of [foreign, forge(key, padding), '%'])
      expect(errorOf(token, {})).toEqual(said)
  })

  it('decrypts with any of its keys, and encrypts with the first', () => {
    const other = generateFernetKey()
    const box = fernet([other, key])
    expect(String(box.decrypt(fernet(key).encrypt(text)))).toBe('hello')
    expect(String(fernet(other).decrypt(box.encrypt(text)))).toBe('hello')
    expect(() => fernet(key).decrypt(box.encrypt(text))).toThrow(refused)
  })

  it('rotates to the first key and keeps the time', () => {
    const other = generateFernetKey()
    const token = fernet(key, { clock: clockAt(1000) }).encrypt(text)
    const rotated = fernet([other, key], { clock: clockAt(9000) }).rotate(token)
    expect(rotated).not.toBe(token)
    expect(fernet(other).createdAtSeconds(rotated)).toBe(1000)
    expect(String(fernet(other).decrypt(rotated))).toBe('hello')
    expect(() => fernet(other).rotate(token)).toThrow(refused)
  })

  it('refuses what is no key, no clock, no bytes and no option', () => {
    const invalidKey = expect.objectContaining({ code: 'key-invalid' })
    const invalidOption = expect.objectContaining({ code: 'invalid-option' })
    expect(() => fernet([])).toThrow(invalidKey)
    for (const wrong of [key.slice(0, -1), key.replace('=', ''), `${key} `, '', new Uint8Array(16)])
      expect(() => fernet(wrong)).toThrow(invalidKey)
    // @ts-expect-error no clock
    expect(() => fernet(key, { clock: {} })).toThrow(invalidOption)
    // @ts-expect-error no bytes
    expect(() => fernet(key).encrypt('hello')).toThrow(invalidOption)
    // @ts-expect-error no text
    expect(() => fernet(key).decrypt(5)).toThrow(invalidOption)
    const token = fernet(key).encrypt(text)
    expect(() => fernet(key).decrypt(token, { ttlSeconds: -1 })).toThrow(invalidOption)
    expect(() => fernet(key).decrypt(token, { ttlSeconds: NaN })).toThrow(invalidOption)
  })
})
