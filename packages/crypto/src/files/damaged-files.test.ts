import { describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { fileHeaderBytes, sealedChunkBytes } from './chunk-layout.js'
import { ChunkOpener } from './chunk-opener.js'
import { ChunkSealer } from './chunk-sealer.js'
import { newFileSecret } from './file-secret.js'
import { InputFile, type ReadableFile } from './input-file.js'
import { sampleBytes } from './sample-bytes.test-support.js'
import { SealedChunks } from './sealed-chunks.js'

const key = generateKey()
const context = Buffer.from('test')
const none = Buffer.alloc(0)
const content = sampleBytes(2 * 16_384 + 300)
const sealer = new ChunkSealer(newFileSecret(key, context))
/** Three chunks: two full ones, and one of 300 bytes. */
const encrypted = Buffer.concat([...sealer.update(content), ...sealer.finish()])
const refused = expect.objectContaining({ code: 'authentication-failed' })

const noPiece = (): void => expect.unreachable()
const codeOf = (action: () => void): string | undefined => {
  try {
    action()
    return undefined
  } catch (error) {
    return (error as { code: string }).code
  }
}

/**
 * How many bytes are released of a stream, if all of them are authentic and its end is refused with
 * everything after it; else what is wrong. No `expect`: it is called for every byte of a file.
 */
function releasedBeforeRefusal(bytes: Uint8Array): number | string {
  const opener = new ChunkOpener(key, context)
  let released = 0
  let authentic = true
  const release = (piece: Buffer): void => {
    authentic &&= piece.equals(content.subarray(released, released + piece.length))
    released += piece.length
  }
  const code = codeOf(() => {
    opener.update(bytes, release)
    opener.finish(release)
  })
  if (code !== 'authentication-failed') return `ended with ${code}`
  if (!authentic) return 'released what is not authentic'
  const goesOn = codeOf(() => opener.update(none, noPiece)) === undefined
  return goesOn ? 'goes on after an error' : released
}

/** Whole chunks of content before a byte of the file. */
const wholeBytesBefore = (at: number): number =>
  Math.max(0, Math.floor((at - fileHeaderBytes) / sealedChunkBytes)) * 16_384

function inMemory(bytes: Uint8Array): InputFile {
  const read = async (target: Uint8Array, at: number, length: number, position: number) => {
    const part = bytes.subarray(position, position + length)
    target.set(part, at)
    return { bytesRead: part.length, buffer: target }
  }
  const file = { read, close: async () => {} } as unknown as ReadableFile
  return new InputFile('memory', bytes.length, 0o600, file)
}

/** What `look` says of the file with one bit turned over. */
function flipped<Result>(at: number, look: (bytes: Buffer) => Result): Result {
  const copy = Buffer.from(encrypted)
  copy[at]! ^= 1 << (at & 7)
  return look(copy)
}

/** Every byte near the edge of a chunk, and some of those between: this takes longer by the byte. */
const places = Array.from(encrypted.keys()).filter((at) => {
  const inChunk = (at - fileHeaderBytes + sealedChunkBytes) % sealedChunkBytes
  return at < 400 || inChunk < 320 || inChunk > sealedChunkBytes - 40 || at % 97 === 0
})

describe('a file of three chunks', () => {
  it('has an overhead of 56 bytes, and 16 for each chunk', () => {
    expect(encrypted.length).toBe(content.length + 56 + 3 * 16)
    expect(releasedBeforeRefusal(encrypted)).toBe('ended with undefined')
  })

  it('is refused at every length, and releases whole chunks only', () => {
    for (let length = 0; length < encrypted.length; length++) {
      const released = releasedBeforeRefusal(encrypted.subarray(0, length))
      if (released !== wholeBytesBefore(length)) expect([length, released]).toBe('refused')
    }
  }, 120_000)

  it('is refused with a bit flipped in any byte, and releases nothing from there on', () => {
    for (let at = 0; at < encrypted.length; at++) {
      const released = flipped(at, releasedBeforeRefusal)
      if (released !== wholeBytesBefore(at)) expect([at, released]).toBe('refused')
    }
  }, 120_000)

  it('is refused on opening, however it was cut', async () => {
    for (const length of places) {
      const cut = inMemory(encrypted.subarray(0, length))
      const opened = await SealedChunks.open(cut, { key, context }, false).then(
        () => 'opened',
        (error: { code: string }) => error.code,
      )
      if (opened !== 'authentication-failed') expect([length, opened]).toBe('refused')
    }
  })

  it('is refused with a bit flipped: in header and end on opening, between them on reading', async () => {
    const last = fileHeaderBytes + 2 * sealedChunkBytes
    for (const at of places) {
      let opened = false
      let code: string | undefined
      try {
        const memory = flipped(at, inMemory)
        const chunks = await SealedChunks.open(memory, { key, context }, false)
        opened = true
        await chunks.read(Math.floor((at - fileHeaderBytes) / sealedChunkBytes), 1)
      } catch (error) {
        ;({ code } = error as { code: string })
      }
      const isEarly = at < fileHeaderBytes || at >= last
      if (code !== 'authentication-failed' || opened === isEarly)
        expect([at, code, opened]).toBe('refused')
    }
  })

  it('can be read where it is whole', async () => {
    const chunks = await SealedChunks.open(flipped(100, inMemory), { key, context }, false)
    await expect(chunks.read(0, 1)).rejects.toEqual(refused)
    expect(Buffer.concat(await chunks.read(1, 2)).equals(content.subarray(16_384))).toBe(true)
    await expect(chunks.read(0, 3)).rejects.toEqual(refused)
  })

  it.each([
    ['a byte', Buffer.alloc(1)],
    ['its last chunk once more', encrypted.subarray(fileHeaderBytes + 2 * sealedChunkBytes)],
    ['itself', encrypted],
  ])('is refused with %s behind it', async (_, more) => {
    const longer = Buffer.concat([encrypted, more])
    expect(releasedBeforeRefusal(longer)).toBeTypeOf('number')
    await expect(SealedChunks.open(inMemory(longer), { key, context }, false)).rejects.toEqual(
      refused,
    )
  })

  it('is refused with another key or context, before anything is released', async () => {
    const others = [
      { key: generateKey(), context },
      { key, context: Buffer.from('tess') },
      { key, context: none },
    ]
    for (const other of others) {
      const opener = new ChunkOpener(other.key, other.context)
      expect(() => opener.update(encrypted, noPiece)).toThrow(refused)
      await expect(SealedChunks.open(inMemory(encrypted), other, true)).rejects.toEqual(refused)
    }
  })
})

describe('allowTruncated', () => {
  const left = async (bytes: Uint8Array): Promise<[number, boolean]> => {
    const chunks = await SealedChunks.open(inMemory(bytes), { key, context }, true)
    const pieces = await chunks.read(0, chunks.chunkCount)
    expect(Buffer.concat(pieces).equals(content.subarray(0, chunks.byteLength))).toBe(true)
    return [chunks.byteLength, chunks.truncated]
  }

  it('leaves a whole file as it is', async () => {
    expect(await left(encrypted)).toEqual([content.length, false])
  })

  it('takes the whole chunks that are there, wherever a file was cut', async () => {
    const edges = [56, 57, 72, 56 + 16_399, 56 + 16_400, 56 + 16_401, 56 + 16_416, 56 + 32_800]
    for (const length of [...edges, encrypted.length - 1]) {
      const fullChunks = Math.floor((length - 56) / 16_400)
      expect([length, ...(await left(encrypted.subarray(0, length)))]).toEqual([
        length,
        fullChunks * 16_384,
        true,
      ])
    }
  })

  it('goes back over blocks at the end that were never written', async () => {
    const zeros = Buffer.concat([encrypted.subarray(0, 56 + 16_400), Buffer.alloc(100_000)])
    expect(await left(zeros)).toEqual([16_384, true])
  })

  it('does not let damage before the end pass', async () => {
    const chunks = await SealedChunks.open(flipped(100, inMemory), { key, context }, true)
    expect(chunks.truncated).toBe(false)
    await expect(chunks.read(0, 1)).rejects.toEqual(refused)
  })

  it('needs a whole header', async () => {
    for (let length = 0; length < 56; length++)
      await expect(
        SealedChunks.open(inMemory(encrypted.subarray(0, length)), { key, context }, true),
      ).rejects.toEqual(refused)
  })
})
