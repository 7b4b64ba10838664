import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const built = new URL('../../dist/index.js', import.meta.url).href
const itemCount = process.env.PATCHCORD_SOAK === 'full' ? 1_000_000 : 100_000

/** Runs in a process of its own, whose heap is nobody else's. */
const program = `
import { AudioSource, BufferPool, pipeline, processor, sink, tap } from '${built}'
const pool = new BufferPool()
const readings = []
const read = () => {
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  readings.push({ heapUsed, arrayBuffers, idle: pool.stats().idle })
}
class Tone extends AudioSource {
  count = 0
  open() { return { sampleRate: 48_000, channelCount: 2 } }
  readItem() {
    if (this.count === ${itemCount}) return null
    const buffer = this.pool.acquire({
      sampleRate: 48_000, channelCount: 2, frameCount: 480, position: 480 * this.count++,
    })
    buffer.samples.fill(0.5)
    return buffer
  }
}
const inPlace = processor((buffer) => {
  for (let index = 0; index < buffer.samples.length; index++) buffer.samples[index] *= 0.5
  return buffer
})
const replace = processor((buffer) => pool.copyOf(buffer))
let written = 0
const end = sink(() => { if (++written % ${itemCount / 10} === 0) read() })
const { frames } = await pipeline(new Tone(), inPlace, replace, tap(() => {}), end, { pool }).finished
const { acquired, released } = pool.stats()
console.log(JSON.stringify({ frames, acquired, released, readings }))
`

describe('a chain of five', () => {
  it('keeps heap and pool flat', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--input-type=module',
      '--eval',
      program,
    ])
    const { frames, acquired, released, readings } = JSON.parse(stdout) as {
      frames: number
      acquired: number
      released: number
      readings: { heapUsed: number; arrayBuffers: number; idle: number }[]
    }
    expect(frames).toBe(480 * itemCount)
    expect([acquired, released]).toEqual([2 * itemCount, 2 * itemCount])
    const [, early] = readings
    const last = readings.at(-1)
    expect(last?.idle).toBeLessThanOrEqual(4)
    expect(last?.arrayBuffers).toBeLessThanOrEqual((early?.arrayBuffers ?? 0) + 16_384)
    expect(last?.heapUsed).toBeLessThanOrEqual((early?.heapUsed ?? 0) + 1_000_000)
  })
})
