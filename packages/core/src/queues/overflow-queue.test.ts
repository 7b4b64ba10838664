import { describe, expect, it } from 'vitest'
import { type AudioBuffer, BufferPool } from '../index.js'
import type { OverflowPolicy } from './overflow-policy.js'
import { OverflowQueue, type QueueDrop } from './overflow-queue.js'

function setUp(overflow: OverflowPolicy, capacityItems = 2) {
  const pool = new BufferPool()
  const drops: QueueDrop[] = []
  const onDrop = (drop: QueueDrop): void => void drops.push(drop)
  const queue = new OverflowQueue<AudioBuffer>({ capacityItems, overflow, name: 'test', onDrop })
  const item = (position: number): AudioBuffer =>
    pool.acquire({ sampleRate: 8000, channelCount: 1, frameCount: 4, position })
  const offer = (...positions: number[]): boolean[] =>
    positions.map((position) => queue.offer(item(position)))
  const takeAll = (): [number, boolean][] => {
    const taken: [number, boolean][] = []
    for (let next = queue.take(); next !== undefined; next = queue.take())
      taken.push([next.position, next.discontinuity])
    return taken
  }
  return { pool, drops, queue, offer, takeAll }
}

describe('OverflowQueue', () => {
  it('drops the oldest, counts it and marks what follows the gap', () => {
    const { drops, offer, takeAll, pool, queue } = setUp('drop-oldest')
    expect(offer(0, 1, 2, 3)).toEqual([true, true, false, false])
    expect([queue.full, queue.length, queue.lossAtEnd]).toEqual([true, 2, false])
    expect(takeAll()).toEqual([
      [2, true],
      [3, false],
    ])
    expect([drops, pool.stats().released]).toEqual([[1, 2].map(() => ({ items: 1, frames: 4 })), 2])
  })

  it('marks the new item where it alone is left', () => {
    const { offer, takeAll, queue } = setUp('drop-oldest', 1)
    offer(0, 1)
    expect(takeAll()).toEqual([[1, true]])
    expect(queue.lossAtEnd).toBe(false)
  })

  it('drops the newest, and marks the next or the end', () => {
    const { drops, offer, takeAll, queue, pool } = setUp('drop-newest')
    expect(offer(0, 1, 2, 3)).toEqual([true, true, false, false])
    expect(queue.lossAtEnd).toBe(true)
    expect(takeAll()).toEqual([
      [0, false],
      [1, false],
    ])
    expect(queue.lossAtEnd).toBe(true)
    offer(4, 5)
    expect(queue.lossAtEnd).toBe(false)
    expect(takeAll()).toEqual([
      [4, true],
      [5, false],
    ])
    expect([drops.length, pool.stats().released]).toEqual([2, 2])
  })

  it('fails with queue-overflow, and lets go of the item', () => {
    const { offer, pool } = setUp('error')
    expect(() => offer(0, 1, 2)).toThrow(expect.objectContaining({ code: 'queue-overflow' }))
    expect(pool.stats().released).toBe(1)
  })

  it('takes all with block, and tells when there is room', async () => {
    const { offer, queue } = setUp('block')
    expect(queue.room()).toBeUndefined()
    expect(offer(0, 1, 2)).toEqual([true, true, true])
    let roomy = 0
    const waits = [queue.room(), queue.room()].map((room) => room?.then(() => roomy++))
    queue.take()
    await Promise.resolve()
    expect(roomy).toBe(0)
    queue.take()
    await Promise.all(waits.map((room) => Promise.resolve(room)))
    expect(roomy).toBe(2)
  })

  it('marks what was lost before it, and lets go of all when cleared', async () => {
    const { offer, queue, pool, takeAll } = setUp('drop-oldest')
    queue.noteLoss()
    offer(0)
    expect(takeAll()).toEqual([[0, true]])
    offer(1, 2)
    const room = queue.room()
    queue.clear()
    await room
    expect([queue.length, pool.stats().released, queue.take()]).toEqual([0, 2, undefined])
  })
})
