import { describe, expect, it } from 'vitest'
import { BufferPool, type AudioBuffer } from '../index.js'
import { BlockFeed } from './block-feed.js'
import { Reblocker } from './reblocker.js'

describe('BlockFeed', () => {
  it('processes no more blocks once the port is closed, and gives them back', () => {
    const pool = new BufferPool()
    const port = { destroyed: false }
    const seen: AudioBuffer[] = []
    const feed = new BlockFeed<AudioBuffer>(new Reblocker(2, 'pad', () => pool), port, (block) => {
      seen.push(block)
      port.destroyed = true
    })
    void feed.take(pool.acquire({ sampleRate: 8000, channelCount: 1, frameCount: 6 }))
    // The input and the two blocks that were not processed.
    expect([seen.length, pool.stats().released]).toEqual([1, 3])
  })
})
