/**
 * The program of a worker thread that reads or writes a ring at full speed, as text, since workers
 * run JavaScript: `workerData` is `{ ring, role, total, drops }`. Each sample tells its place, so
 * that every frame that comes out can be checked. Posts `{ frames, lost, wrong }`.
 */
export function stressProgram(builtPackage: string): string {
  return `
import { parentPort, workerData } from 'node:worker_threads'
import { ringReader, ringWriter } from '${builtPackage}'
const { ring, role, total, drops } = workerData
const channels = ring.channelCount
const sampleAt = (position, channel) => (position % 2 ** 20) + 0.25 * channel
const blockSize = (turn) => 1 + ((turn * 131) % 480)
const pause = new Int32Array(new SharedArrayBuffer(4))
// Lets the other thread have the processor; nothing depends on how long that takes.
const rest = () => void Atomics.wait(pause, 0, 0, 0.01)

function write() {
  const writer = ringWriter(ring)
  let [frames, lost, position] = [0, 0, 0]
  // From the first frame on, two threads are at it.
  while (writer.readerState === 'absent') rest()
  for (let turn = 0; position < total; turn++) {
    const count = Math.min(blockSize(turn), total - position)
    const block = new Float32Array(count * channels)
    for (let index = 0; index < block.length; index++)
      block[index] = sampleAt(position + (index % count), Math.floor(index / count))
    position += count
    if (drops) {
      const written = writer.writeOrDrop(block)
      frames += written
      lost += count - written
      if (turn % 16 === 0) rest()
      continue
    }
    for (let written = 0; written < count; ) {
      const more = writer.write(block, count - written, written)
      written += more
      if (more === 0) rest()
    }
    frames += count
  }
  writer.close()
  return { frames, lost, wrong: 0 }
}

function read() {
  const reader = ringReader(ring)
  let [frames, expected, lost, wrong] = [0, 0, 0, 0]
  for (let turn = 0; ; turn++) {
    const { ended } = reader
    const room = blockSize(turn)
    const into = new Float32Array(room * channels)
    const count = reader.read(into)
    if (count === 0) {
      if (ended) return { frames, lost: lost + reader.tailGapFrames, wrong }
      rest()
      continue
    }
    if (reader.discontinuity !== reader.position > expected) wrong++
    lost += reader.position - expected
    expected = reader.position + count
    frames += count
    for (let channel = 0; channel < channels; channel++)
      for (let frame = 0; frame < count; frame++)
        if (into[channel * room + frame] !== sampleAt(reader.position + frame, channel)) wrong++
  }
}

parentPort.postMessage(role === 'write' ? write() : read())
`
}
