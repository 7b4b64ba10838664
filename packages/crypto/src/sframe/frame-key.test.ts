import { createCipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { FrameKey } from './frame-key.js'
import { frameSecrets, ratchet } from './key-schedule.js'
import { sframeSuiteNames, sframeSuites } from './sframe-suite.js'

const base = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const baseKey = createSecretKey(base)
const kid = 0x0123456789abcdefn
const header = Buffer.from('ff0123456789abcdef0102030405060708', 'hex')
const [ctrHigh, ctrLow] = [0x01020304, 0x05060708]
const plain = Buffer.from('a frame of audio, or what stands for one')

/** The same by the letter of the RFC, without what is ours. */
function sealed(name: (typeof sframeSuiteNames)[number]): Buffer {
  const { id, hash, keyBytes, tagBytes, cipher, mode } = sframeSuites[name]
  const info = (what: string) =>
    Buffer.concat([
      Buffer.from(`SFrame 1.0 Secret ${what} `),
      Buffer.from('0123456789abcdef', 'hex'),
      Buffer.of(0, id),
    ])
  const key = Buffer.from(hkdfSync(hash, base, '', info('key'), keyBytes))
  const nonce = Buffer.from(hkdfSync(hash, base, '', info('salt'), 12))
  for (let index = 0; index < 8; index++) nonce[4 + index]! ^= index + 1
  if (mode === 'gcm') {
    const gcm = createCipheriv(cipher as 'aes-256-gcm', key, nonce).setAAD(header)
    return Buffer.concat([gcm.update(plain), gcm.final(), gcm.getAuthTag()])
  }
  const ctr = createCipheriv(cipher, key.subarray(0, 16), Buffer.concat([nonce, Buffer.alloc(4)]))
  const ciphertext = ctr.update(plain)
  const lengths = [header.length, ciphertext.length, tagBytes].map((length) => {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32BE(length, 4)
    return bytes
  })
  const tag = createHmac(hash, key.subarray(16))
    .update(Buffer.concat([...lengths, nonce, header, ciphertext]))
    .digest()
  return Buffer.concat([ciphertext, tag.subarray(0, tagBytes)])
}

describe('FrameKey', () => {
  it.each(sframeSuiteNames)('seals and opens as the RFC says: %s', (name) => {
    const suite = sframeSuites[name]
    const frameKey = FrameKey.derive(suite, baseKey, kid)
    const out = Buffer.alloc(header.length + plain.length + suite.tagBytes)
    out.set(header)
    frameKey.seal(out, header.length, header, ctrHigh, ctrLow, plain)
    expect(out.subarray(header.length)).toEqual(sealed(name))
    const again = Buffer.from(out)
    const [first, second] = [plain.subarray(0, 5), plain.subarray(5)]
    frameKey.seal(again, header.length, header, ctrHigh, ctrLow, first, second)
    expect(again).toEqual(out)
    expect(frameKey.open(out, header.length, header, ctrHigh, ctrLow)).toEqual(plain)
  })

  it.each(sframeSuiteNames)('opens nothing that differs in one bit: %s', (name) => {
    const suite = sframeSuites[name]
    const frameKey = FrameKey.derive(suite, baseKey, kid)
    const out = Buffer.alloc(header.length + plain.length + suite.tagBytes)
    out.set(header)
    frameKey.seal(out, header.length, header, ctrHigh, ctrLow, plain)
    const opens = (bytes: Buffer, high = ctrHigh, low = ctrLow) =>
      frameKey.open(bytes, header.length, bytes.subarray(0, header.length), high, low)
    expect(opens(out)).toEqual(plain)
    for (let bit = 0; bit < out.length * 8; bit++) {
      out[bit >> 3]! ^= 1 << (bit & 7)
      expect(opens(out)).toBeUndefined()
      out[bit >> 3]! ^= 1 << (bit & 7)
    }
    for (let length = 0; length < out.length; length++) {
      expect(opens(out.subarray(0, length))).toBeUndefined()
    }
    expect(opens(out, ctrHigh + 1)).toBeUndefined()
    expect(opens(out, ctrHigh, ctrLow + 1)).toBeUndefined()
    const other = FrameKey.derive(suite, baseKey, kid + 1n)
    expect(other.open(out, header.length, header, ctrHigh, ctrLow)).toBeUndefined()
  })

  it('does not show its key', () => {
    for (const name of sframeSuiteNames) {
      const { key, salt } = frameSecrets(sframeSuites[name], baseKey, kid)
      const secrets = [Buffer.from(key).toString('hex'), Buffer.from(salt).toString('hex')]
      const frameKey = new FrameKey(sframeSuites[name], { key, salt })
      const shown = inspect(frameKey, { depth: 9, showHidden: true }) + JSON.stringify(frameKey)
      for (const secret of secrets) {
        expect(shown.replaceAll(/[^0-9a-f]/g, '')).not.toContain(secret.slice(0, 16))
      }
      expect([...key, ...salt].every((byte) => byte === 0)).toBe(true)
    }
  })
})

describe('ratchet', () => {
  it('gives a key of the length of the hash: RFC 9605, section 5.1', () => {
    for (const name of sframeSuiteNames) {
      const suite = sframeSuites[name]
      const { hash, hashBytes } = suite
      const expected = hkdfSync(hash, base, '', 'SFrame 1.0 Ratchet', hashBytes)
      expect(ratchet(suite, baseKey).export()).toEqual(Buffer.from(expected))
    }
  })
})
