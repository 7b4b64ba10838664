import { type KeyObject, createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { agreeKey, generateAgreementKeys } from './agreement.js'
import { publicKeyBytesOf, publicKeyOf } from './public-key-bytes.js'
import { generateKey } from './secret-key.js'

const invalid = expect.objectContaining({ code: 'key-invalid' })
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

function privateKeyOf(bytes: string): KeyObject {
  const der = Buffer.concat([hex('302e020100300506032b656e04220420'), hex(bytes)])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

// RFC 7748, section 6.1.
const alicePrivate = privateKeyOf(
  '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
)
const alicePublic = hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')
const bobPrivate = privateKeyOf('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
const bobPublic = hex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
const sharedSecret = hex('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')

/** u = 0, 1, the two of order 8, p - 1, p and p + 1, little-endian. */
const smallOrder = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]

/** RFC 5869 for 32 bytes, with each part of the context behind its length. */
function hkdf(secret: Buffer, parts: readonly Uint8Array[]): Buffer {
  const info = parts.flatMap((part) => [Buffer.from([0, 0, 0, part.length]), part])
  const extracted = createHmac('sha512', Buffer.alloc(64)).update(secret).digest()
  const block = Buffer.concat([...info, Buffer.from([1])])
  return createHmac('sha512', extracted).update(block).digest().subarray(0, 32)
}

describe('agreeKey', () => {
  it('is X25519 as RFC 7748 has it, through HKDF with both public keys and the purpose', () => {
    const purpose = 'intercom'
    const texts = ['patchcord agreement', purpose].map((text) => Buffer.from(text))
    const expected = hkdf(sharedSecret, [texts[0]!, alicePublic, bobPublic, texts[1]!])
    const ours = agreeKey({ privateKey: alicePrivate, publicKey: bobPublic, purpose })
    const theirs = agreeKey({ privateKey: bobPrivate, publicKey: alicePublic, purpose })
    expect(ours.export()).toEqual(expected)
    expect(theirs.export()).toEqual(expected)
  })

  it('gives both ends one key, and nobody else', () => {
    for (let round = 0; round < 20; round++) {
      const [ada, bob, eve] = [1, 2, 3].map(generateAgreementKeys) as [Pair, Pair, Pair]
      const ours = agreeKey({ privateKey: ada.privateKey, publicKey: bob.publicKey })
      const theirs = agreeKey({
        privateKey: bob.privateKey,
        publicKey: publicKeyBytesOf(ada.publicKey),
      })
      expect(theirs.equals(ours)).toBe(true)
      const other = agreeKey({ privateKey: eve.privateKey, publicKey: bob.publicKey })
      expect(other.equals(ours)).toBe(false)
    }
  })

  it('binds the purpose', () => {
    const keys = { privateKey: alicePrivate, publicKey: bobPublic }
    const plain = agreeKey(keys)
    expect(agreeKey({ ...keys, purpose: '' }).equals(plain)).toBe(true)
    expect(agreeKey({ ...keys, purpose: 'x' }).equals(plain)).toBe(false)
  })

  it('binds the public keys: another spelling of one point gives another key', () => {
    const spelled = Uint8Array.from(bobPublic)
    spelled[31]! |= 0x80
    const plain = agreeKey({ privateKey: alicePrivate, publicKey: bobPublic })
    const other = agreeKey({ privateKey: alicePrivate, publicKey: spelled })
    expect(other.equals(plain)).toBe(false)
  })

  it.each(smallOrder)('refuses the point %s of small order, with either highest bit', (point) => {
    const high = hex(point)
    high[31]! |= 0x80
    for (const publicKey of [hex(point), high, publicKeyOf(hex(point))])
      expect(() => agreeKey({ privateKey: alicePrivate, publicKey })).toThrow(invalid)
  })

  it('refuses other keys', () => {
    const ed25519 = generateKeyPairSync('ed25519')
    for (const privateKey of [ed25519.privateKey, publicKeyOf(bobPublic), generateKey(), 'text'])
      expect(() => agreeKey({ privateKey: privateKey as KeyObject, publicKey: bobPublic })).toThrow(
        invalid,
      )
    for (const publicKey of [ed25519.publicKey, alicePrivate, bobPublic.subarray(1), 'text'])
      expect(() =>
        agreeKey({ privateKey: alicePrivate, publicKey: publicKey as KeyObject }),
      ).toThrow(invalid)
  })

  it('bounds the purpose', () => {
    const keys = { privateKey: alicePrivate, publicKey: bobPublic }
    const refused = expect.objectContaining({ code: 'invalid-option' })
    expect(agreeKey({ ...keys, purpose: 'é'.repeat(128) }).type).toBe('secret')
    expect(() => agreeKey({ ...keys, purpose: 'é'.repeat(129) })).toThrow(refused)
    expect(() => agreeKey({ ...keys, purpose: 5 as unknown as string })).toThrow(refused)
  })
})

type Pair = ReturnType<typeof generateAgreementKeys>
