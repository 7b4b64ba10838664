import { describe, expect, it } from 'vitest'
import { poisonPool } from './poison-pool.js'

const one = { sampleRate: 8000, channelCount: 1, frameCount: 2 }

describe('poisonPool', () => {
  it('hands out NaN, so that samples nobody wrote are noticed', () => {
    expect([...poisonPool().acquire(one).samples]).toEqual([Number.NaN, Number.NaN])
  })

  it('poisons what is given back and hands it to nobody else', () => {
    const pool = poisonPool()
    const first = pool.acquire(one)
    first.samples.fill(0.5)
    first.release()
    pool.acquire(one).samples.fill(0.25)
    expect([...first.samples]).toEqual([Number.NaN, Number.NaN])
    expect(pool.stats().reused).toBe(0)
  })

  it('reuses memory where it is told to keep some', () => {
    const pool = poisonPool({ maxIdleBytes: 1024 })
    pool.acquire(one).release()
    expect([...pool.acquire(one).samples]).toEqual([Number.NaN, Number.NaN])
    expect(pool.stats().reused).toBe(1)
  })
})
