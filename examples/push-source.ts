/**
 * A source whose producer cannot be asked: it pushes buffers in when it has them.
 *
 * A bounded queue stands between the producer and the run. When it is full the overflow policy
 * says what happens; whatever is dropped is counted, raised as `drop`, and marked on the buffer
 * that follows.
 */
import assert from 'node:assert/strict'
import { AudioBuffer, type AudioFormat, PushSource, pipeline, sink } from '@patchcord/core'

const format: AudioFormat = { sampleRate: 48_000, channelCount: 1 }

/** Gives what others hand it: the shape of every driver for a device or a socket. */
class Inbox extends PushSource {
  protected open(): AudioFormat {
    return format
  }

  /** Takes 10 ms of audio; `false` if something had to be dropped for it. */
  deliver(index: number): boolean {
    const samples = new Float32Array(480).fill(index / 100)
    return this.deliverItem(new AudioBuffer({ ...format, samples, position: index * 480 }))
  }

  end(): void {
    this.endItems()
  }
}

const inbox = new Inbox({ capacityItems: 4, overflow: 'drop-oldest' })
inbox.on('drop', ({ items, reason }) => console.log('dropped', items, 'because of', reason))

// Ten buffers at once, and nobody reads yet: four fit.
for (let index = 0; index < 10; index++) inbox.deliver(index)
inbox.end()

const heard: { position: number; marked: boolean }[] = []
const listener = sink(({ position, discontinuity }: AudioBuffer) => {
  heard.push({ position, marked: discontinuity })
})
const report = await pipeline(inbox, listener).finished

console.log('heard', heard)
assert.deepEqual(heard, [
  { position: 6 * 480, marked: true },
  { position: 7 * 480, marked: false },
  { position: 8 * 480, marked: false },
  { position: 9 * 480, marked: false },
])
assert.equal(report.drops, 6)
assert.equal(report.droppedFrames, 6 * 480)
