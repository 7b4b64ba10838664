import { expect, test } from 'vitest'
import { ByteViewCache } from './byte-view-cache.js'

test('slices of the same memory share a view, others do not', () => {
  const cache = new ByteViewCache()
  const memory = new ArrayBuffer(64)
  const view = cache.viewOf(new Uint8Array(memory, 3, 5), 1)
  expect(view.buffer).toBe(memory)
  expect(view.byteLength).toBe(64)
  expect(cache.viewOf(new Uint8Array(memory, 40), 2)).toBe(view)
  expect(cache.viewOf(new Uint8Array(8), 0)).not.toBe(view)
})

test('shared memory can be viewed', () => {
  const memory = new SharedArrayBuffer(8)
  expect(new ByteViewCache().viewOf(new Uint8Array(memory), 0).buffer).toBe(memory)
})

test('of memory too large to be indexed, only what is asked for is viewed', () => {
  const cache = new ByteViewCache(32)
  const bytes = new Uint8Array(new ArrayBuffer(64), 10, 40)
  for (const byteStart of [5, 0, 20, 20]) {
    const view = cache.viewOf(bytes, byteStart)
    bytes[byteStart] = byteStart + 1
    expect(view.getUint8(bytes.byteOffset + byteStart - view.byteOffset)).toBe(byteStart + 1)
    expect(view.byteOffset).toBe(10 + byteStart)
  }
})
