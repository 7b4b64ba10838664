import { pipeline } from 'node:stream/promises'
import { AudioBuffer, Packet, source } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { VirtualClock, collectSink, nullSink, sine, slowSink, square } from '../index.js'

const format = { sampleRate: 8000, channelCount: 2 }

function buffer(position: number, samples: number[], discontinuity = false): AudioBuffer {
  return new AudioBuffer({
    ...format,
    samples: Float32Array.from(samples),
    position,
    discontinuity,
  })
}

function packet(sequence: number): Packet {
  const bytes = Uint8Array.of(sequence)
  return new Packet({ bytes, codec: 'x', format, frameCount: 1, sequence, position: sequence })
}

describe('nullSink', () => {
  it('counts items and frames and measures peak and RMS', async () => {
    const sink = nullSink()
    expect([sink.items, sink.frames, sink.peak, sink.rms]).toEqual([0, 0, 0, 0])
    await pipeline(square({ levelDb: -6.0206, frameCount: 1000, framesPerBuffer: 300 }), sink)
    expect([sink.items, sink.frames, sink.finished]).toEqual([4, 1000, true])
    expect(sink.peak).toBeCloseTo(0.5, 5)
    expect(sink.rms).toBeCloseTo(0.5, 5)
  })

  it('counts discontinuities, packets, and lets NaN be seen', async () => {
    const sink = nullSink()
    await pipeline(source([buffer(0, [1, 2]), buffer(9, [Number.NaN, 2], true)]), sink)
    expect(sink.discontinuities).toBe(1)
    expect(sink.peak).toBeNaN()
    const packets = nullSink({ accepts: 'packet' })
    await pipeline(source([packet(0), packet(1)]), packets)
    expect([packets.items, packets.frames, packets.peak]).toEqual([2, 2, 0])
  })

  it('goes on over a change of format, and takes only what it accepts', async () => {
    const mono = new AudioBuffer({
      sampleRate: 8000,
      channelCount: 1,
      samples: new Float32Array(3),
    })
    const sink = nullSink({ accepts: 'audio' })
    await pipeline(source([buffer(0, [1, 2]), mono]), sink)
    expect(sink.frames).toBe(4)
    await expect(
      pipeline(source([packet(0)]), nullSink({ accepts: 'audio' })),
    ).rejects.toMatchObject({ code: 'wrong-item' })
  })

  it('rejects unknown options', () => {
    expect(() => nullSink({ acepts: 'any' } as object)).toThrow("no option 'acepts'")
    expect(() => nullSink({ accepts: 'video' as 'any' })).toThrow('accepts')
  })
})

describe('collectSink', () => {
  it('keeps copies, and joins them by channel', async () => {
    const first = buffer(0, [1, 2, 3, 4])
    const sink = collectSink()
    await pipeline(source([first, buffer(2, [5, 6])]), sink)
    first.samples.fill(9)
    expect(sink.toChannels().map((channel) => [...channel])).toEqual([
      [1, 2, 5],
      [3, 4, 6],
    ])
    expect([...sink.samples]).toEqual([1, 2, 5, 3, 4, 6])
    expect([sink.frames, sink.items.length, sink.buffers.length]).toEqual([3, 2, 2])
    expect(sink.formats).toEqual([format])
    expect(collectSink().samples).toEqual(new Float32Array(0))
  })

  it('keeps packets, with bytes of their own', async () => {
    const one = packet(7)
    const sink = collectSink({ accepts: 'packet' })
    await pipeline(source([one]), sink)
    one.bytes[0] = 0
    expect(sink.packets.map(({ bytes }) => bytes[0])).toEqual([7])
    expect(sink.buffers).toEqual([])
  })

  it('notes format changes and does not join what has no common shape', async () => {
    const mono = new AudioBuffer({
      sampleRate: 8000,
      channelCount: 1,
      samples: new Float32Array(3),
    })
    const sink = collectSink()
    await pipeline(source([buffer(0, [1, 2]), mono]), sink)
    expect(sink.formats.map(({ channelCount }) => channelCount)).toEqual([2, 1])
    expect(() => sink.toChannels()).toThrow('channel count')
    expect(() => collectSink({ keep: 1 } as object)).toThrow("no option 'keep'")
  })
})

describe('slowSink', () => {
  it('takes its time by the clock, and holds its source back', async () => {
    const clock = new VirtualClock()
    const sink = slowSink({ delayMs: 100, clock })
    const tone = sine({ frameCount: 1000, framesPerBuffer: 100 })
    const run = pipeline(tone, sink)
    await clock.advance(250)
    expect([sink.items, sink.frames]).toEqual([2, 200])
    expect(tone.stats().itemsOut).toBeLessThanOrEqual(5)
    await clock.runUntil(run)
    expect([sink.items, clock.now()]).toEqual([10, 1000])
  })

  it('leaves no timer behind when it is closed', async () => {
    const clock = new VirtualClock()
    const sink = slowSink({ delayMs: 100, clock })
    sink.write(buffer(0, [1, 2]))
    expect(clock.pendingTimers).toBe(1)
    await sink.close()
    expect(clock.pendingTimers).toBe(0)
    expect(sink.items).toBe(0)
  })

  it('rejects bad values, and survives a change of format', async () => {
    expect(() => slowSink({ delayMs: -1 })).toThrow('delayMs')
    expect(() => slowSink({ delay: 1 } as object)).toThrow("no option 'delay'")
    const mono = new AudioBuffer({
      sampleRate: 8000,
      channelCount: 1,
      samples: new Float32Array(3),
    })
    const sink = slowSink({ delayMs: 0 })
    await pipeline(source([buffer(0, [1, 2]), mono]), sink)
    expect(sink.frames).toBe(4)
  })
})
