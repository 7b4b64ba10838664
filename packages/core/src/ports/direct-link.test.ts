import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { BufferPool, type AudioBuffer } from '../index.js'
import { DirectLink } from './direct-link.js'
import type { StreamCallback } from './stream-callback.js'

/** A stage that answers when it is told to. */
function slowStage() {
  const taken: AudioBuffer[] = []
  const answers: StreamCallback[] = []
  const port = new Writable({ objectMode: true })
  const accept = (item: AudioBuffer, callback: StreamCallback): void => {
    taken.push(item)
    answers.push(callback)
  }
  return { taken, answers, next: { port, accept } }
}

const pooled = (pool: BufferPool): AudioBuffer =>
  pool.acquire({ sampleRate: 8000, channelCount: 1, frameCount: 1 })

describe('DirectLink', () => {
  it('gives back what waits when it is cut, and what comes afterwards', () => {
    const pool = new BufferPool()
    const { taken, next } = slowStage()
    const link = new DirectLink<AudioBuffer>(next, () => undefined)
    for (let count = 0; count < 3; count++) link.send(pooled(pool))
    expect([taken.length, link.queued]).toEqual([1, 2])
    link.clear()
    link.send(pooled(pool))
    expect([taken.length, link.queued, pool.stats().released]).toEqual([1, 0, 3])
  })

  it('ends the next stage when it has taken everything, and not if it was cut', () => {
    const pool = new BufferPool()
    const { taken, answers, next } = slowStage()
    const link = new DirectLink<AudioBuffer>(next, () => undefined)
    link.send(pooled(pool))
    link.send(pooled(pool))
    link.end()
    answers.shift()?.()
    expect([taken.length, next.port.writableEnded]).toEqual([2, false])
    answers.shift()?.()
    expect(next.port.writableEnded).toBe(true)

    const cut = slowStage()
    const other = new DirectLink<AudioBuffer>(cut.next, () => undefined)
    other.clear()
    other.end()
    expect(cut.next.port.writableEnded).toBe(false)
  })

  it('has room for as many as its capacity says, and tells when there is room again', () => {
    const pool = new BufferPool()
    const { answers, next } = slowStage()
    let told = 0
    const link = new DirectLink<AudioBuffer>(next, () => told++)
    link.capacity = 2
    link.send(pooled(pool))
    expect(link.hasRoom).toBe(true)
    link.send(pooled(pool))
    expect([link.hasRoom, told]).toEqual([false, 0])
    answers.shift()?.()
    answers.shift()?.()
    expect([link.hasRoom, told]).toEqual([true, 1])
  })
})
