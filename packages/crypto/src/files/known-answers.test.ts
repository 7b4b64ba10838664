import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { importKey } from '../keys/import-key.js'
import { ChunkOpener } from './chunk-opener.js'
import { ChunkSealer } from './chunk-sealer.js'
import { newFileSecret } from './file-secret.js'

const key = importKey('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
const salt = Buffer.from('404142434445464748494a4b4c4d4e4f5051525354555657', 'hex')
const context = Buffer.from('take 7')
const none = Buffer.alloc(0)
const repeating = (length: number): Buffer =>
  Buffer.alloc(
    length,
    Uint8Array.from({ length: 256 }, (_, at) => 7 * at),
  )

function sealed(content: Buffer, bound: Buffer): Buffer {
  const sealer = new ChunkSealer(newFileSecret(key, bound, salt))
  return Buffer.concat([...sealer.update(content), ...sealer.finish()])
}

// Made from the specification by HKDFExpand and AESGCM of Python's cryptography 38.
it.each([
  [
    'a few bytes',
    Buffer.from('meet at noon'),
    context,
    'bf28658ac9ff2e1ca0926516ae36b2da9e28aa127d12efa05012f37de131efb2' +
      'ef94b08eaecb7eccbe4a522d7df90bb67d8f31721f0159113929218a',
  ],
  [
    'nothing',
    none,
    none,
    'ce61afafcb59afd6c1ceb790f6a49c30840c08278c1b65f77a115d4ee709c89f' +
      'e62ff45dcc737168ab9b9f70b17ee76f',
  ],
])('encrypts %s as the specification says', (_, content, bound, expected) => {
  const bytes = sealed(content, bound)
  expect(bytes.toString('hex')).toBe(salt.toString('hex') + expected)
  const opener = new ChunkOpener(key, bound)
  const pieces: Buffer[] = []
  opener.update(bytes, (piece) => pieces.push(piece))
  opener.finish((piece) => pieces.push(piece))
  expect(Buffer.concat(pieces).equals(content)).toBe(true)
})

it.each([
  // Two full chunks and an empty one, and more chunks than a byte counts.
  [32_768, '03ae700005af3dc74bafddd355c6ff07d852a71d6067f63b6c07a1cfc2d23575'],
  [300 * 16_384 + 1, 'bcb91cc31e8c4c5c9e3d3000c7f735204dcfc2d797ef1290c418628b6b6f01d3'],
])('encrypts %i bytes as the specification says', (length, digest) => {
  const bytes = sealed(repeating(length), context)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest)
})
