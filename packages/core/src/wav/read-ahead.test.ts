import { describe, expect, it } from 'vitest'
import { ReadAhead } from './read-ahead.js'
import { MemoryReader } from './testing/memory-reader.js'

const file = Uint8Array.from({ length: 100 }, (_, index) => index)
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('ReadAhead', () => {
  it('gives the range in blocks, the last one shorter', async () => {
    const blocks = new ReadAhead(new MemoryReader(file), { start: 10, end: 35, blockBytes: 10 })
    const seen: number[][] = []
    for (let count = 0; count < 3; count++) seen.push([...(await blocks.next())])
    expect(seen.map((block) => block.length)).toEqual([10, 10, 5])
    expect(seen.flat()).toEqual([...file.subarray(10, 35)])
  })

  it('is synchronous when the block is there, and reads the next one meanwhile', async () => {
    const reader = new MemoryReader(file)
    const blocks = new ReadAhead(reader, { start: 0, end: 100, blockBytes: 10 })
    await settled()
    expect(reader.readCount).toBe(1)
    const first = blocks.next()
    expect(first).toBeInstanceOf(Uint8Array)
    expect(reader.readCount).toBe(2)
    expect(blocks.next()).toBeInstanceOf(Promise)
    expect([...(first as Uint8Array)]).toEqual([...file.subarray(0, 10)])
  })

  it('takes no more memory than the range needs', async () => {
    const reader = new MemoryReader(file)
    const blocks = new ReadAhead(reader, { start: 0, end: 4, blockBytes: 1e9 })
    expect((await blocks.next()).buffer.byteLength).toBe(8)
  })

  it('fails when the file became shorter', async () => {
    const blocks = new ReadAhead(new MemoryReader(file), { start: 80, end: 120, blockBytes: 30 })
    await expect(blocks.next()).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringMatching(
        /^memory\.wav became shorter .* ended at byte 100, .* up to 120/,
      ),
    })
    expect(() => blocks.next()).toThrow(/became shorter/)
  })
})
