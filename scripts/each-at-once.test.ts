import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eachAtOnce } from './each-at-once.mjs'

test('keeps the order and the limit', async () => {
  let running = 0
  let most = 0
  const results = await eachAtOnce([30, 10, 20, 5], 2, async (delayMs) => {
    most = Math.max(most, ++running)
    await sleep(delayMs)
    running--
    return delayMs * 2
  })
  expect(results).toEqual([60, 20, 40, 10])
  expect(most).toBe(2)
})
