import { getEventListeners } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { decryptStream } from './decrypt-stream.js'
import { encryptStream } from './encrypt-stream.js'
import { sampleBytes } from './sample-bytes.test-support.js'

const key = generateKey()
const refused = expect.objectContaining({ code: 'authentication-failed' })

/** The bytes in pieces of these lengths, over and over. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? bytes.length
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}

const encrypted = (bytes: Buffer, lengths: readonly number[] = []): Promise<Buffer> =>
  buffer(Readable.from(cut(bytes, lengths)).pipe(encryptStream({ key })))
const decrypted = async (bytes: Buffer, lengths: readonly number[] = []): Promise<Buffer> => {
  const stream = decryptStream({ key })
  const [content] = await Promise.all([buffer(stream), pipeline(cut(bytes, lengths), stream)])
  return content
}

describe('encryptStream and decryptStream', () => {
  it('give back what went in, however it is cut', async () => {
    const piece = fc.integer({ min: 1, max: 40_000 })
    const pieces = fc.array(piece, { minLength: 1, maxLength: 6 })
    const length = fc.oneof(
      fc.integer({ min: 0, max: 70_000 }),
      fc.constantFrom(0, 1, 16_383, 16_384, 16_385, 32_768, 49_152),
    )
    await fc.assert(
      fc.asyncProperty(length, pieces, pieces, async (length, inward, outward) => {
        const content = sampleBytes(length)
        const sealed = await encrypted(content, inward)
        expect(sealed.length).toBe(56 + length + 16 * (Math.floor(length / 16_384) + 1))
        expect((await decrypted(sealed, outward)).equals(content)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('encrypt anew each time', async () => {
    const content = sampleBytes(100)
    const [one, two] = [await encrypted(content), await encrypted(content)]
    expect(one.equals(two)).toBe(false)
    expect(one.includes(content.subarray(0, 8))).toBe(false)
  })

  it('give nothing before it is complete and authentic', async () => {
    const content = sampleBytes(20_000)
    const sealed = await encrypted(content)
    const stream = decryptStream({ key })
    let released = 0
    stream.on('data', (piece: Buffer) => (released += piece.length))
    const written = (bytes: Buffer): Promise<void> =>
      new Promise((resolve) => stream.write(bytes, () => setImmediate(resolve)))
    await written(sealed.subarray(0, 56 + 16_399))
    expect(released).toBe(0)
    await written(sealed.subarray(56 + 16_399, 56 + 16_400))
    expect(released).toBe(16_384)
    // All bytes of the last chunk are there, and that it is the last is not known yet.
    await written(sealed.subarray(56 + 16_400))
    expect(released).toBe(16_384)
    const ended = new Promise((resolve) => stream.once('end', resolve))
    stream.end()
    await ended
    expect(released).toBe(20_000)
  })

  it('refuse what is no encrypted stream', async () => {
    const sealed = await encrypted(sampleBytes(40_000))
    for (const bytes of [Buffer.alloc(0), sampleBytes(200), sealed.subarray(0, 56 + 2 * 16_400)])
      await expect(decrypted(bytes)).rejects.toEqual(refused)
    await expect(decrypted(Buffer.concat([sealed, sealed]))).rejects.toEqual(refused)
  })

  it('are destroyed by a signal, at once or later, and not after their end', async () => {
    const content = sampleBytes(40_000)
    const sealed = await encrypted(content)
    for (const make of [encryptStream, decryptStream]) {
      const reason = new Error('enough')
      const early = make({ key, signal: AbortSignal.abort(reason) })
      const aborted = expect.objectContaining({ code: 'aborted', cause: reason })
      await expect(buffer(early)).rejects.toEqual(aborted)

      const controller = new AbortController()
      const late = make({ key, signal: controller.signal })
      late.write(sealed)
      const reading = buffer(late)
      controller.abort(reason)
      await expect(reading).rejects.toEqual(aborted)

      const quiet = new AbortController()
      const done = make({ key, signal: quiet.signal })
      await pipeline([make === encryptStream ? content : sealed], done, async (source) => {
        for await (const _ of source);
      })
      await expect.poll(() => done.closed).toBe(true)
      // A signal may live much longer than the streams that it is given to.
      expect(getEventListeners(quiet.signal, 'abort')).toEqual([])
      expect(done.errored).toBeNull()
    }
  })

  it('keep the context that they were given', async () => {
    const context = Buffer.from('take 7')
    const sealing = encryptStream({ key, context })
    context.fill(0)
    sealing.end('hello')
    const sealed = await buffer(sealing)
    context.write('take 7')
    const opening = decryptStream({ key, context })
    context.fill(0)
    opening.end(sealed)
    expect(String(await buffer(opening))).toBe('hello')
    await expect(decrypted(sealed)).rejects.toEqual(refused)
  })

  it.skipIf(!existsSync('/dev/full'))('fail with the file they are written to', async () => {
    const content = Readable.from([sampleBytes(40_000)])
    await expect(
      pipeline(content, encryptStream({ key }), createWriteStream('/dev/full')),
    ).rejects.toMatchObject({ code: 'ENOSPC' })
  })

  it('check their options', () => {
    const invalid = expect.objectContaining({ code: 'invalid-option' })
    for (const make of [encryptStream, decryptStream]) {
      // @ts-expect-error no key
      expect(() => make({})).toThrow(expect.objectContaining({ code: 'key-invalid' }))
      // @ts-expect-error no options
      expect(() => make()).toThrow(expect.objectContaining({ code: 'key-invalid' }))
      // @ts-expect-error no bytes
      expect(() => make({ key, context: 'text' })).toThrow(invalid)
      // @ts-expect-error no signal
      expect(() => make({ key, signal: {} })).toThrow(invalid)
      // @ts-expect-error unknown
      expect(() => make({ key, aad: key })).toThrow(/Stream has no option 'aad'/)
    }
  })
})
