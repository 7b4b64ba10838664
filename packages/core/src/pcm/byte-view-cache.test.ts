import { expect, test } from 'vitest'
import { ByteViewCache } from './byte-view-cache.js'

test('slices of the same memory share a view, others do not', () => {
  const cache = new ByteViewCache()
  const memory = new ArrayBuffer(64)
  const view = cache.viewOf(new Uint8Array(memory, 3, 5))
  expect(view.buffer).toBe(memory)
  expect(view.byteLength).toBe(64)
  expect(cache.viewOf(new Uint8Array(memory, 40))).toBe(view)
  expect(cache.viewOf(new Uint8Array(8))).not.toBe(view)
})

test('shared memory can be viewed', () => {
  const memory = new SharedArrayBuffer(8)
  expect(new ByteViewCache().viewOf(new Uint8Array(memory)).buffer).toBe(memory)
})
