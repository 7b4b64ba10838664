import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { peakMemoryMb } from './peak-memory-mb.js'

test.skipIf(!existsSync('/proc/self/status'))('needs Linux: keeps the highest in mind', () => {
  const held = process.memoryUsage().rss / 2 ** 20
  // A page or two may have been given back between the two readings.
  expect(peakMemoryMb()).toBeGreaterThan(0.9 * held)
  const before = peakMemoryMb()
  let block: Uint8Array | undefined = new Uint8Array(2 ** 28).fill(1)
  expect(block.length).toBe(2 ** 28)
  block = undefined
  expect(peakMemoryMb()).toBeGreaterThan(Math.max(before, 256))
})
