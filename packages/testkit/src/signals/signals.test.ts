import { pipeline } from 'node:stream/promises'
import { type AudioBuffer, type AudioSource, isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import {
  type SignalOptions,
  VirtualClock,
  collectSink,
  impulse,
  multiTone,
  noise,
  nullSink,
  silence,
  sine,
  square,
  sweep,
} from '../index.js'
import { SineWriter } from './sine-writer.js'

type Factory = (options: SignalOptions) => AudioSource

const factories: [string, Factory][] = [
  ['sine', sine],
  ['multiTone', (options) => multiTone({ frequenciesHz: [440, 997.3, 5000], ...options })],
  ['sweep log', sweep],
  ['sweep linear', (options) => sweep({ curve: 'linear', ...options })],
  ['impulse', (options) => impulse({ atFrame: 700, intervalFrames: 333, ...options })],
  ['white noise', noise],
  ['pink noise', (options) => noise({ color: 'pink', ...options })],
  ['square', square],
]

async function collect(source: AudioSource): Promise<readonly AudioBuffer[]> {
  const collected = collectSink()
  await pipeline(source, collected)
  return collected.buffers
}

async function samplesOf(source: AudioSource): Promise<Float32Array> {
  const collected = collectSink()
  await pipeline(source, collected)
  return collected.samples
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

describe.each(factories)('%s', (name, make) => {
  it('is the same whatever the size of the buffers', async () => {
    const whole = await samplesOf(make({ frameCount: 5000, channelCount: 2 }))
    for (const framesPerBuffer of [1, 7, 480, 4999]) {
      const pieces = make({ frameCount: 5000, channelCount: 2, framesPerBuffer })
      expect(await samplesOf(pieces)).toEqual(whole)
    }
  })

  it(`holds ${name.includes('noise') ? 'noise of its own' : 'the same'} in every channel`, async () => {
    for (const buffer of await collect(make({ frameCount: 5000, channelCount: 3, amplitude: 1 }))) {
      const [first, ...others] = [0, 1, 2].map((index) => buffer.channel(index))
      for (const other of others)
        expect(Buffer.compare(bytesOf(first as Float32Array), bytesOf(other)) === 0).toBe(
          !name.includes('noise'),
        )
    }
  })

  it('peaks at its level, in dB or as a factor', async () => {
    for (const options of [{ amplitude: 0.25 }, { levelDb: 20 * Math.log10(0.25) }]) {
      const sink = nullSink()
      await pipeline(make({ ...options, durationMs: 500 }), sink)
      expect(sink.peak).toBeLessThanOrEqual(0.25 + 1e-7)
      expect(sink.peak).toBeGreaterThan(0.1)
    }
  })

  it('has the length, format and positions it was asked for', async () => {
    const buffers = await collect(
      make({ durationMs: 30, sampleRate: 44_100, channelCount: 3, framesPerBuffer: 1000 }),
    )
    expect(buffers.map(({ position, frameCount }) => [position, frameCount])).toEqual([
      [0, 1000],
      [1000, 323],
    ])
    expect(buffers[0]).toMatchObject({
      sampleRate: 44_100,
      channelCount: 3,
      timestampMs: undefined,
    })
  })

  it('is paced by the clock when asked to be', async () => {
    const clock = new VirtualClock({ startMs: 5000 })
    const source = make({ durationMs: 35, realtime: true, clock })
    const arrivals: [number, number | undefined][] = []
    const reading = (async () => {
      for await (const buffer of source) arrivals.push([clock.now(), buffer.timestampMs])
    })()
    await clock.runUntil(reading)
    expect(arrivals).toEqual([
      [5010, 5000],
      [5020, 5010],
      [5030, 5020],
      [5035, 5030],
    ])
  })

  it('rejects unknown options and bad values', () => {
    const bad: [object, string][] = [
      [{ frequncyHz: 1 }, "no option 'frequncyHz'"],
      [{ sampleRate: 0 }, 'sampleRate'],
      [{ channelCount: 1.5 }, 'channelCount'],
      [{ framesPerBuffer: 0 }, 'framesPerBuffer'],
      [{ durationMs: -1 }, 'durationMs'],
      [{ durationMs: 1, frameCount: 1 }, 'not both'],
      [{ frameCount: 0.5 }, 'frameCount'],
      [{ amplitude: -1 }, 'amplitude'],
      [{ amplitude: 1, levelDb: 0 }, 'not both'],
      [{ levelDb: Number.NaN }, 'levelDb'],
      [{ realtime: 'yes' }, 'realtime'],
    ]
    for (const [options, message] of bad) {
      expect(() => make(options)).toThrow(message)
      expect(() => make(options)).toThrow(
        expect.toSatisfy((error) => isPatchcordError(error, 'invalid-option')),
      )
    }
  })
})

describe('signals', () => {
  it('last one second at 48 kHz, one channel, unless told otherwise', async () => {
    const buffers = await collect(sine())
    expect(buffers.reduce((sum, { frameCount }) => sum + frameCount, 0)).toBe(48_000)
    expect(buffers[0]).toMatchObject({ sampleRate: 48_000, channelCount: 1, frameCount: 16_384 })
  })

  it('can be empty, and can be endless', async () => {
    expect(await collect(sine({ frameCount: 0 }))).toEqual([])
    let frames = 0
    for await (const buffer of silence({ durationMs: Infinity })) {
      frames += buffer.frameCount
      if (frames > 100_000) break
    }
    expect(frames).toBeGreaterThan(100_000)
  })

  it('stop their timer when they are closed', async () => {
    const clock = new VirtualClock()
    const source = sine({ realtime: true, clock })
    source.resume()
    await clock.advance(15)
    expect(clock.pendingTimers).toBe(1)
    await source.close()
    expect(clock.pendingTimers).toBe(0)
  })

  it('take the options of every port', async () => {
    const source = sine({ name: 'tone', highWaterMark: 3 })
    expect(source.name).toBe('tone')
    expect(source.readableHighWaterMark).toBe(3)
    expect(sine({ pool: undefined as never }).name).toBe('sine')
  })
})

describe('sine', () => {
  it('has its frequency and phase', async () => {
    const quarter = await samplesOf(sine({ frequencyHz: 12_000, amplitude: 1, frameCount: 4 }))
    expect(Array.from(quarter, Math.round)).toEqual([0, 1, 0, -1])
    const cosine = sine({ frequencyHz: 12_000, phaseDeg: 90, amplitude: 1, frameCount: 4 })
    expect(Array.from(await samplesOf(cosine), (x) => Math.round(x) + 0)).toEqual([1, 0, -1, 0])
  })

  it('is the sine of each frame to the last bit or two of 32, days into the stream too', async () => {
    const [frequencyHz, sampleRate, phaseDeg] = [997.3, 44_100, 33]
    const wave = new SineWriter(0.7, frequencyHz, sampleRate, phaseDeg / 360)
    for (const firstFrame of [0, 1, 63, 64, 1000, 7_620_480_001]) {
      const samples = new Float32Array(200)
      wave.write(samples, firstFrame)
      samples.forEach((sample, index) => {
        const turns = (frequencyHz * (firstFrame + index)) / sampleRate + phaseDeg / 360
        const expected = 0.7 * Math.sin(2 * Math.PI * (turns % 1))
        // A phase of 10^8 turns is known to 10^-8 of one.
        expect(Math.abs(sample - expected)).toBeLessThan(firstFrame < 1e6 ? 6e-8 : 2e-7)
      })
    }
  })

  it('stays below half the sample rate', () => {
    expect(() => sine({ frequencyHz: 4000, sampleRate: 8000 })).toThrow('below half')
    expect(() => sine({ frequencyHz: 0 })).toThrow('frequencyHz')
  })
})

describe('multiTone', () => {
  it('is the sum of its tones', async () => {
    const sum = await samplesOf(multiTone({ frequenciesHz: [500, 750], amplitude: 0.8 }))
    const [one, two] = await Promise.all(
      [500, 750].map((frequencyHz) => samplesOf(sine({ frequencyHz, amplitude: 0.4 }))),
    )
    const worst = sum.reduce(
      (max, x, index) => Math.max(max, Math.abs(x - (one?.[index] ?? 0) - (two?.[index] ?? 0))),
      0,
    )
    expect(worst).toBeLessThan(1e-6)
  })

  it('needs a frequency', () => {
    expect(() => multiTone({ frequenciesHz: [] })).toThrow('frequenciesHz')
    expect(() => multiTone({ frequenciesHz: [1, 30_000] })).toThrow('below half')
  })
})

describe('sweep', () => {
  /** Zero crossings in a stretch, as a frequency. */
  function frequencyOf(samples: Float32Array, from: number, to: number): number {
    let crossings = 0
    for (let index = from + 1; index < to; index++) {
      if ((samples[index - 1] as number) < 0 !== (samples[index] as number) < 0) crossings++
    }
    return (crossings * 48_000) / (2 * (to - from))
  }

  it('glides evenly, or by octaves', async () => {
    const range = { fromHz: 1000, toHz: 4000, durationMs: 1000 }
    const linear = await samplesOf(sweep({ ...range, curve: 'linear' }))
    expect(frequencyOf(linear, 23_000, 25_000)).toBeCloseTo(2500, -2)
    const log = await samplesOf(sweep(range))
    expect(frequencyOf(log, 23_000, 25_000)).toBeCloseTo(2000, -2)
    expect(frequencyOf(log, 46_000, 48_000)).toBeCloseTo(3900, -3)
  })

  it('can go down, and stand still', async () => {
    const down = await samplesOf(sweep({ fromHz: 8000, toHz: 1000, curve: 'linear' }))
    expect(frequencyOf(down, 0, 2000)).toBeGreaterThan(frequencyOf(down, 46_000, 48_000))
    const still = await samplesOf(sweep({ fromHz: 1000, toHz: 1000 }))
    expect(frequencyOf(still, 0, 48_000)).toBeCloseTo(1000, -1)
  })

  it('needs an end and a known curve', () => {
    expect(() => sweep({ durationMs: Infinity })).toThrow('finite')
    expect(() => sweep({ curve: 'exp' as 'log' })).toThrow("one of 'log', 'linear'")
  })
})

describe('impulse', () => {
  it('is one sample, or one in each interval', async () => {
    const once = await samplesOf(impulse({ atFrame: 2, amplitude: 1, frameCount: 5 }))
    expect([...once]).toEqual([0, 0, 1, 0, 0])
    const often = impulse({ atFrame: 1, intervalFrames: 2, amplitude: 1, frameCount: 5 })
    expect([...(await samplesOf(often))]).toEqual([0, 1, 0, 1, 0])
    expect(() => impulse({ intervalFrames: 0 })).toThrow('intervalFrames')
  })
})

describe('noise', () => {
  it('depends on its seed and its channel', async () => {
    const [a, again, other] = await Promise.all([
      samplesOf(noise({ seed: 5, channelCount: 2, frameCount: 1000 })),
      samplesOf(noise({ seed: 5, channelCount: 2, frameCount: 1000 })),
      samplesOf(noise({ seed: 6, channelCount: 2, frameCount: 1000 })),
    ])
    expect(a).toEqual(again)
    expect(a).not.toEqual(other)
    expect(a.subarray(0, 1000)).not.toEqual(a.subarray(1000))
    expect(() => noise({ seed: -1 })).toThrow('seed')
  })

  it('is spread evenly when white', async () => {
    const sink = nullSink()
    await pipeline(noise({ amplitude: 1, durationMs: 2000 }), sink)
    expect(sink.rms).toBeCloseTo(1 / Math.sqrt(3), 2)
  })

  it('has more below than above when pink', async () => {
    // The difference of neighbours is a high-pass: white noise doubles its power, pink loses.
    const roughness = async (color: 'white' | 'pink'): Promise<number> => {
      const x = await samplesOf(noise({ color, durationMs: 1000 }))
      let [power, difference] = [0, 0]
      for (let index = 1; index < x.length; index++) {
        power += (x[index] as number) ** 2
        difference += ((x[index] as number) - (x[index - 1] as number)) ** 2
      }
      return difference / power
    }
    expect(await roughness('white')).toBeCloseTo(2, 1)
    expect(await roughness('pink')).toBeLessThan(0.4)
  })
})

describe('silence and square', () => {
  it('silence is zero and takes no level', async () => {
    expect([...(await samplesOf(silence({ frameCount: 3 })))]).toEqual([0, 0, 0])
    expect(() => silence({ channelCount: 0 })).toThrow('channelCount')
  })

  it('square is high for its duty cycle', async () => {
    const wave = square({ frequencyHz: 6000, dutyCycle: 0.25, amplitude: 1, frameCount: 8 })
    expect([...(await samplesOf(wave))]).toEqual([1, 1, -1, -1, -1, -1, -1, -1])
    expect(() => square({ dutyCycle: 0 })).toThrow('dutyCycle')
  })
})
