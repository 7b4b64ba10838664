/**
 * A processor of one's own, in both ways: as a function, where it keeps no state, and as a class,
 * where it does.
 *
 * A processor owns the buffer that it is given: it may change it in place, unless somebody shares
 * its samples, and what it returns goes on.
 */
import assert from 'node:assert/strict'
import {
  type AudioBuffer,
  type AudioFormat,
  AudioProcessor,
  pipeline,
  processor,
} from '@patchcord/core'
import { collectSink, impulse } from '@patchcord/testkit'

/** Turns the wave upside down. */
const invert = processor((buffer) => {
  for (let index = 0; index < buffer.samples.length; index++) {
    buffer.samples[index] = -(buffer.samples[index] as number)
  }
  return buffer
})

/** Repeats everything once, later and softer. */
class Echo extends AudioProcessor {
  private line = new Float32Array(0)
  private cursor = 0

  constructor(private readonly delayMs: number) {
    super({ name: 'echo' })
  }

  protected override configure({ sampleRate, channelCount }: AudioFormat): AudioFormat {
    this.line = new Float32Array(Math.round((this.delayMs * sampleRate) / 1000) * channelCount)
    return { sampleRate, channelCount }
  }

  protected processItem(buffer: AudioBuffer): AudioBuffer {
    const out = buffer.shared ? this.pool.copyOf(buffer) : buffer
    for (let frame = 0; frame < out.frameCount; frame++) {
      for (let channel = 0; channel < out.channelCount; channel++) {
        const at = channel * out.frameCount + frame
        const dry = out.samples[at] as number
        out.samples[at] = dry + 0.5 * (this.line[this.cursor] as number)
        this.line[this.cursor] = dry
        this.cursor = (this.cursor + 1) % this.line.length
      }
    }
    return out
  }
}

const heard = collectSink()
const click = impulse({ amplitude: 0.5, sampleRate: 8000, frameCount: 1000 })
await pipeline(click, invert, new Echo(100), heard).finished

console.log('the click:', heard.samples[0], 'and 100 ms later:', heard.samples[800])
assert.equal(heard.samples[0], -0.5)
assert.equal(heard.samples[800], -0.25)
assert.equal(heard.samples.filter((sample) => sample !== 0).length, 2)
