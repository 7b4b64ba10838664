import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { encryptFile } from './encrypt-file.js'
import { EncryptedReader } from './encrypted-reader.js'
import { InputFile } from './input-file.js'
import { openEncrypted } from './open-encrypted.js'
import { sampleBytes } from './sample-bytes.test-support.js'
import { SealedChunks } from './sealed-chunks.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const key = generateKey()
const content = sampleBytes(150 * 16_384 + 500)
const path = folder.file('sealed')
await encryptFile(folder.holding('plain', content), path, { key })
const sealed = readFileSync(path)
const refused = expect.objectContaining({ code: 'authentication-failed' })

/** The file, and the chunks that are read of it: -1 is the header. */
async function watched(bytes: Uint8Array) {
  const touched: number[] = []
  const file = {
    async read(target: Uint8Array, at: number, length: number, position: number) {
      const part = bytes.subarray(position, position + length)
      target.set(part, at)
      const [first, last] = [position, position + length - 1].map((byte) =>
        Math.floor((byte - 56) / 16_400),
      ) as [number, number]
      for (let index = first; index <= last; index++) touched.push(index)
      return { bytesRead: part.length, buffer: target }
    },
    close: async () => {},
  }
  const input = new InputFile('memory', bytes.length, 0o600, file as never)
  const chunks = await SealedChunks.open(input, { key, context: Buffer.alloc(0) }, false)
  return { reader: new EncryptedReader(chunks), touched }
}

describe('openEncrypted', () => {
  it('knows the size, and reads any part', async () => {
    await using file = await openEncrypted(path, { key })
    expect(file).toMatchObject({ path, byteLength: content.length, truncated: false })
    const position = fc.oneof(
      fc.integer({ min: 0, max: content.length + 10 }),
      fc.integer({ min: 0, max: 150 }).map((index) => index * 16_384),
    )
    const length = fc.oneof(
      fc.integer({ min: 0, max: 70_000 }),
      fc.constantFrom(0, 16_384, 2 ** 21),
    )
    await fc.assert(
      fc.asyncProperty(position, length, async (position, length) => {
        const target = Buffer.alloc(length, 0xee)
        const bytesRead = await file.read(target, position)
        const expected = content.subarray(position, position + length)
        expect(bytesRead).toBe(expected.length)
        expect(target.subarray(0, bytesRead).equals(expected)).toBe(true)
        expect(target.subarray(bytesRead).every((byte) => byte === 0xee)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('reads the header and the last chunk, and then only what is touched', async () => {
    const { reader, touched } = await watched(sealed)
    expect(touched).toEqual([-1, 150])
    touched.length = 0
    await reader.read(Buffer.alloc(2), 70 * 16_384 - 1)
    expect(touched).toEqual([69, 70])
    touched.length = 0
    // Small reads near each other do not decrypt the chunk each time.
    for (let at = 0; at < 16_384; at += 512) await reader.read(Buffer.alloc(512), 70 * 16_384 + at)
    expect(touched).toEqual([])
    await reader.read(Buffer.alloc(10), content.length - 5)
    expect(touched).toEqual([150])
    await reader.read(Buffer.alloc(10), content.length)
    await reader.read(Buffer.alloc(0), 5)
    expect(touched).toEqual([150])
  })

  it('refuses a damaged chunk where it is read, and nowhere else', async () => {
    const damaged = Buffer.from(sealed)
    damaged[56 + 20 * 16_400 + 7]! ^= 1
    const { reader } = await watched(damaged)
    const target = Buffer.alloc(16_384)
    for (const index of [0, 19, 21, 150]) await reader.read(target, index * 16_384)
    await expect(reader.read(target, 20 * 16_384)).rejects.toEqual(refused)
    await expect(reader.read(target, 19 * 16_384 + 1)).rejects.toEqual(refused)
    expect(await reader.read(target, 21 * 16_384)).toBe(16_384)
    // Nothing of a block that holds it is given, not even what comes before.
    target.fill(0)
    await expect(reader.read(target.subarray(0, 2), 20 * 16_384 - 1)).rejects.toEqual(refused)
    expect(target.every((byte) => byte === 0)).toBe(true)
  })

  it('does reads that overlap one after the other', async () => {
    const { reader } = await watched(sealed)
    const targets = Array.from({ length: 20 }, () => Buffer.alloc(40_000))
    await Promise.all(targets.map((target, index) => reader.read(target, index * 50_000)))
    for (const [index, target] of targets.entries())
      expect(target.equals(content.subarray(index * 50_000, index * 50_000 + 40_000))).toBe(true)
  })

  it('closes after the reads that were begun, and is then closed', async () => {
    const file = await openEncrypted(path, { key })
    const target = Buffer.alloc(100)
    const reading = file.read(target, 50_000)
    await Promise.all([file.close(), file.close()])
    expect(await reading).toBe(100)
    expect(target.equals(content.subarray(50_000, 50_100))).toBe(true)
    await expect(file.read(target, 0)).rejects.toMatchObject({ code: 'invalid-state' })
  })

  it('goes on after a failed read', async () => {
    const file = await openEncrypted(path, { key })
    await expect(file.read(Buffer.alloc(1), -1)).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(file.read('text' as never, 0)).rejects.toMatchObject({ code: 'invalid-option' })
    expect(await file.read(Buffer.alloc(1), 0)).toBe(1)
    await file.close()
  })

  it('takes a cut file only where it is allowed to, and says so', async () => {
    const cut = folder.holding('cut', sealed.subarray(0, 56 + 100 * 16_400 + 12_000))
    await expect(openEncrypted(cut, { key })).rejects.toEqual(refused)
    await using file = await openEncrypted(cut, { key, allowTruncated: true })
    expect(file).toMatchObject({ truncated: true, byteLength: 100 * 16_384 })
    const target = Buffer.alloc(50)
    expect(await file.read(target, 100 * 16_384 - 20)).toBe(20)
    expect(target.subarray(0, 20).equals(content.subarray(100 * 16_384 - 20).subarray(0, 20))).toBe(
      true,
    )
  })

  it('checks its arguments', async () => {
    const invalid = { code: 'invalid-option' }
    await expect(openEncrypted('', { key })).rejects.toMatchObject(invalid)
    await expect(openEncrypted(path, { key, allowTruncated: 1 as never })).rejects.toMatchObject(
      invalid,
    )
    // @ts-expect-error unknown
    await expect(openEncrypted(path, { key, size: 1 })).rejects.toMatchObject(invalid)
    await expect(openEncrypted(path, { key: generateKey() })).rejects.toEqual(refused)
    await expect(openEncrypted(folder.file('none'), { key })).rejects.toMatchObject({
      code: 'file-not-found',
    })
  })
})
