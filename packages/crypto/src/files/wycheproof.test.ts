import { createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { secretKeyOf } from '../keys/secret-key.js'
import { saltBytes } from './chunk-layout.js'
import { ChunkOpener } from './chunk-opener.js'
import { ChunkSealer } from './chunk-sealer.js'
import { decryptFile } from './decrypt-file.js'
import { newFileSecret } from './file-secret.js'
import { openEncrypted } from './open-encrypted.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'
import { type FileVector, fileVectors, sha512 } from './wycheproof.test-support.js'

interface Outcome {
  readonly code: string
  readonly content: Buffer
}

/** What comes of a case whose bytes arrive in steps of a size, and the end after them. */
function decryptInSteps({ key, context, encrypted }: FileVector, stepBytes: number): Outcome {
  const pieces: Buffer[] = []
  const release = (content: Buffer): void => void pieces.push(content)
  try {
    const opener = new ChunkOpener(secretKeyOf(key), context)
    for (let at = 0; at < encrypted.length; at += stepBytes)
      opener.update(encrypted.subarray(at, at + stepBytes), release)
    opener.finish(release)
    return { code: 'valid', content: Buffer.concat(pieces) }
  } catch (error) {
    return { code: (error as { code: string }).code, content: Buffer.concat(pieces) }
  }
}

describe.skipIf(fileVectors === undefined)('Wycheproof, chunked (needs the vectors)', () => {
  const vectors = fileVectors ?? []

  it('has 10 valid and 25 invalid cases', () => {
    expect(vectors.filter(({ valid }) => valid)).toHaveLength(10)
    expect(vectors.filter(({ valid }) => !valid)).toHaveLength(25)
  })

  it.each([
    ['whole', Infinity],
    ['in pieces of 64 KiB', 65_536],
    ['in odd pieces', 4099],
    ['byte by byte', 1],
  ])(
    'decrypts or refuses them %s, and releases what is authentic before',
    (_, stepBytes) => {
      for (const vector of vectors) {
        const step = Math.min(stepBytes, Math.max(1, vector.encrypted.length))
        const { code, content } = decryptInSteps(vector, step)
        expect([vector.tcId, code]).toEqual([vector.tcId, vector.valid ? 'valid' : vector.code])
        expect([vector.tcId, content.length]).toEqual([vector.tcId, vector.contentBytes])
        expect(sha512(content)).toBe(vector.contentHash)
      }
    },
    120_000,
  )

  it('encrypts the valid ones to the same bytes, under the same salt', () => {
    for (const vector of vectors.filter(({ valid }) => valid)) {
      const { content } = decryptInSteps(vector, vector.encrypted.length)
      const salt = vector.encrypted.subarray(0, saltBytes)
      const secret = newFileSecret(createSecretKey(vector.key), vector.context, salt)
      const sealer = new ChunkSealer(secret)
      const sealed = Buffer.concat([...sealer.update(content), ...sealer.finish()])
      expect(sealed.equals(vector.encrypted)).toBe(true)
    }
  })
})

describe.skipIf(fileVectors === undefined)('Wycheproof, files (needs the vectors)', () => {
  const folder = new TemporaryFolder()
  afterAll(() => folder.remove())

  it('are decrypted or refused', async () => {
    for (const { tcId, key, context, encrypted, valid, code, contentHash } of fileVectors ?? []) {
      const input = folder.holding('vector', encrypted)
      const output = folder.file(`content ${tcId}`)
      const outcome = await decryptFile(input, output, { key, context }).then(
        () => sha512(readFileSync(output)),
        (error: { code: string }) => error.code,
      )
      expect([tcId, outcome]).toEqual([tcId, valid ? contentHash : code])
      expect(folder.names().includes(`content ${tcId}`)).toBe(valid)
    }
  })

  it('are opened or refused', async () => {
    for (const { tcId, key, context, encrypted, valid, code, contentHash } of fileVectors ?? []) {
      const path = folder.holding('vector', encrypted)
      const read = async (): Promise<string> => {
        await using file = await openEncrypted(path, { key, context })
        const content = Buffer.alloc(file.byteLength + 1)
        return sha512(content.subarray(0, await file.read(content, 0)))
      }
      const outcome = await read().catch((error: { code: string }) => error.code)
      expect([tcId, outcome]).toEqual([tcId, valid ? contentHash : code])
    }
  })
})
