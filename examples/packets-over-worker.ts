/**
 * Packets that move to a worker thread, and audio that comes back, without a copy.
 *
 * `structuredClone` alone would drop the class and copy the bytes. `packItem` gives both arguments
 * of `postMessage`, and `unpackItem` rebuilds the item on the other side.
 */
import assert from 'node:assert/strict'
import { on, once } from 'node:events'
import { type MessagePort, Worker, isMainThread, parentPort } from 'node:worker_threads'
import {
  type AudioBuffer,
  type ItemMessage,
  type Packet,
  packItem,
  pcmDecoder,
  pcmEncoder,
  pipeline,
  sink,
  source,
  unpackItem,
} from '@patchcord/core'
import { peak, sine } from '@patchcord/testkit'

if (parentPort === null) await sendToWorker()
else await decodeInWorker(parentPort)

async function sendToWorker(): Promise<void> {
  assert.ok(isMainThread)
  const worker = new Worker(new URL(import.meta.url))
  let [frames, loudest] = [0, 0]
  worker.on('message', (message: ItemMessage) => {
    const { frameCount, samples } = unpackItem(message) as AudioBuffer
    frames += frameCount
    loudest = Math.max(loudest, peak(samples))
  })
  const toWorker = sink(
    (packet: Packet) => {
      const { message, transfer } = packItem(packet)
      worker.postMessage(message, transfer)
      assert.equal(packet.bytes.length, 0, 'the bytes have moved')
    },
    { accepts: 'packet' },
  )
  const tone = sine({ amplitude: 0.5, frequencyHz: 440, durationMs: 1000 })
  await pipeline(tone, pcmEncoder(), toWorker).finished
  worker.postMessage('end', [])
  await once(worker, 'exit')
  console.log(`${frames} frames came back, their peak is ${loudest.toFixed(3)}`)
  assert.equal(frames, 48_000)
  assert.ok(Math.abs(loudest - 0.5) < 1e-3)
}

async function decodeInWorker(port: MessagePort): Promise<void> {
  async function* packets(): AsyncGenerator<Packet> {
    for await (const [message] of on(port, 'message')) {
      if (message === 'end') return
      yield unpackItem(message as ItemMessage) as Packet
    }
  }
  const back = sink((buffer: AudioBuffer) => {
    const { message, transfer } = packItem(buffer)
    port.postMessage(message, transfer)
  })
  await pipeline(source(packets()), pcmDecoder(), back).finished
}
