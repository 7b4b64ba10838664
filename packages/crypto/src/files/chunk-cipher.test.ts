import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { ChunkCipher } from './chunk-cipher.js'
import { mostChunks } from './chunk-layout.js'

const key = generateKey()
const text = Buffer.from('meet at noon')

describe('ChunkCipher', () => {
  // The two lines where a 32-bit number would lose the upper bits, and those where its sign would turn.
  const indices = [0, 1, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 33, 2 ** 38 - 1]

  it.each([Buffer.alloc(12), Buffer.alloc(12, 0xff), randomBytes(12)])(
    'opens a chunk under its own number only',
    (baseNonce) => {
      const cipher = new ChunkCipher(key, baseNonce)
      const sealed = indices.map((index) => Buffer.concat(cipher.seal(index, text)))
      for (const [at, bytes] of sealed.entries())
        for (const index of indices)
          expect(cipher.open(index, bytes)?.toString()).toBe(
            index === indices[at] ? 'meet at noon' : undefined,
          )
    },
  )

  it('counts in the last 38 bits of the nonce, most significant first', () => {
    const cipher = new ChunkCipher(key, Buffer.alloc(12))
    const index = 0x21_0403_0201
    const shifted = new ChunkCipher(key, Buffer.from('000000000000002104030201', 'hex'))
    expect(shifted.open(0, Buffer.concat(cipher.seal(index, text)))?.toString()).toBe(
      'meet at noon',
    )
  })

  it('ends at 4 PiB', () => {
    const cipher = new ChunkCipher(key, Buffer.alloc(12))
    expect(() => cipher.seal(mostChunks, text)).toThrow(
      expect.objectContaining({ code: 'key-exhausted' }),
    )
    // What a cipher that counted on would have made: its number runs into the rest of the nonce.
    const beyond = new ChunkCipher(key, Buffer.from('000000000000004000000000', 'hex'))
    expect(cipher.open(mostChunks, Buffer.concat(beyond.seal(0, text)))).toBeUndefined()
  })

  it('refuses what is shorter than a tag', () => {
    const cipher = new ChunkCipher(key, Buffer.alloc(12))
    for (let length = 0; length < 16; length++)
      expect(cipher.open(0, Buffer.alloc(length))).toBeUndefined()
  })
})
