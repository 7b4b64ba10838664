import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { type AudioRing, audioRing } from './audio-ring.js'
import { word } from './ring-layout.js'
import { ringStats } from './ring-stats.js'
import { startEnd } from './testing/start-end.js'

/** A Rust thread at one end of a ring. */
interface NativeEnd {
  done(): boolean
  frames(): number
  lost(): number
  wrong(): number
}

interface TestingAddon {
  startRingProducer(bytes: Uint8Array, frames: number, drops: number): NativeEnd
  startRingConsumer(bytes: Uint8Array): NativeEnd
}

const path = fileURLToPath(new URL('../../build/Testing/devices.node', import.meta.url))
const hasAddon = existsSync(path)
const addon = (): TestingAddon => createRequire(import.meta.url)(path) as TestingAddon
const full = process.env.PATCHCORD_SOAK === 'full'
const total = full ? 500_000_000 : 2_000_000
const timeoutMs = 600_000

function nearWrap(capacityFrames: number): AudioRing {
  const ring = audioRing({ sampleRate: 48_000, channelCount: 2, capacityFrames })
  const words = new Int32Array(ring.memory)
  words[word.writeIndex] = words[word.readIndex] = -100_000
  return ring
}

const bytesOf = (ring: AudioRing): Uint8Array => new Uint8Array(ring.memory)

async function whenDone(end: NativeEnd): Promise<void> {
  while (!end.done()) await new Promise((resolve) => setImmediate(resolve))
}

describe.runIf(hasAddon)('a Rust thread and a JavaScript thread', () => {
  it.each([
    ['that wait', 4096, false],
    ['that drop', 256, true],
  ])(
    'hand frames on from Rust: %s',
    async (_name, capacityFrames, drops) => {
      const ring = nearWrap(capacityFrames)
      const reading = startEnd(ring, { role: 'read' })
      // From the first frame on, two threads are at it.
      while (ringStats(ring).readerState === 'absent')
        await new Promise((resolve) => setImmediate(resolve))
      const producer = addon().startRingProducer(bytesOf(ring), total, drops ? 1 : 0)
      const read = await reading
      await whenDone(producer)
      const stats = ringStats(ring)
      expect(read.wrong).toBe(0)
      expect([producer.frames(), stats.droppedFrames]).toEqual([read.frames, producer.lost()])
      expect(producer.frames() + producer.lost()).toBe(total)
      expect(read.lost).toBe(producer.lost())
      // Blocks of up to 480 frames never fit into the ring of the one that drops.
      expect([read.lost > 0, stats.overruns > 0]).toEqual([drops, drops])
    },
    timeoutMs,
  )

  it.each([
    ['that wait', 4096, false],
    ['that drop', 256, true],
  ])(
    'hand frames on to Rust: %s',
    async (_name, capacityFrames, drops) => {
      const ring = nearWrap(capacityFrames)
      const consumer = addon().startRingConsumer(bytesOf(ring))
      const written = await startEnd(ring, { role: 'write', total, drops })
      await whenDone(consumer)
      expect([consumer.frames(), consumer.lost(), consumer.wrong()]).toEqual([
        written.frames,
        written.lost,
        0,
      ])
      expect(written.frames + written.lost).toBe(total)
      expect(written.lost > 0).toBe(drops)
      expect(ringStats(ring)).toMatchObject({ droppedFrames: written.lost, readerState: 'closed' })
    },
    timeoutMs,
  )

  it(
    'end together, however the environment of the Rust thread ends',
    async () => {
      const program = `
      const { parentPort, workerData } = require('node:worker_threads')
      const { path, bytes, role } = workerData
      const addon = require(path)
      if (role === 'write') addon.startRingProducer(bytes, 2 ** 31, 0)
      else addon.startRingConsumer(bytes)
      parentPort.postMessage('started')
      setInterval(() => {}, 1000)
    `
      for (let round = 0; round < (full ? 100 : 10); round++) {
        for (const role of ['write', 'read']) {
          const ring = nearWrap(1024)
          const workerData = { path, bytes: bytesOf(ring), role }
          const worker = new Worker(program, { eval: true, workerData })
          await new Promise((resolve, reject) => {
            worker.once('message', resolve)
            worker.once('error', reject)
          })
          await worker.terminate()
          const { writerState, readerState } = ringStats(ring)
          expect(role === 'write' ? writerState : readerState).toBe(
            role === 'write' ? 'aborted' : 'closed',
          )
        }
      }
    },
    timeoutMs,
  )

  it('refuse memory that holds no ring, and a second end', () => {
    const ring = nearWrap(64)
    expect(() => addon().startRingConsumer(new Uint8Array(4096))).toThrow('no intact ring')
    expect(() => addon().startRingConsumer(bytesOf(ring).subarray(0, 64))).toThrow('its size')
    addon().startRingConsumer(bytesOf(ring))
    expect(() => addon().startRingConsumer(bytesOf(ring))).toThrow('in use')
  })
})
