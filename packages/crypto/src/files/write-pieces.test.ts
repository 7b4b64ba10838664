import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { sampleBytes } from './sample-bytes.test-support.js'
import { writePieces } from './write-pieces.js'

/** A file in memory of which one call writes no more than a few bytes. */
function slowFile(mostBytes: number) {
  const content = Buffer.alloc(4096)
  const writev = async (pieces: readonly Uint8Array[], position: number) => {
    const part = Buffer.concat(pieces).subarray(0, mostBytes)
    part.copy(content, position)
    return { bytesWritten: part.length, buffers: [] }
  }
  return { content, file: { writev } as unknown as Parameters<typeof writePieces>[0] }
}

it('writes all pieces, however few bytes the system takes at once', async () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 40 }), async (lengths, mostBytes) => {
      const { content, file } = slowFile(mostBytes)
      const pieces = lengths.map((length) => sampleBytes(length + 1).subarray(1))
      await writePieces(file, pieces, 100)
      const expected = Buffer.concat(pieces)
      expect(content.subarray(100, 100 + expected.length).equals(expected)).toBe(true)
    }),
  )
})

it('does not wait for ever for a system that writes nothing', async () => {
  await expect(writePieces(slowFile(0).file, [Buffer.alloc(1)], 0)).rejects.toThrow('wrote nothing')
})
