import { describe, expect, it } from 'vitest'
import { biquad } from './biquad.js'
import { channelMap } from './channel-map.js'
import { channelMix } from './channel-mix.js'
import { dbToGain, gainToDb } from './decibels.js'
import { fade } from './fade.js'
import {
  allPass,
  bandPass,
  highPass,
  highShelf,
  levelMeter,
  limiter,
  lowPass,
  lowShelf,
  notch,
  peaking,
} from './index.js'
import { bufferOf, processAll } from './process-all.test-support.js'

const gather = async (...args: Parameters<typeof processAll>): Promise<number[]> =>
  (await processAll(...args)).flatMap((buffer) => [...buffer.samples])

describe('decibels', () => {
  it('go both ways', () => {
    expect([dbToGain(0), dbToGain(-Infinity), gainToDb(1), gainToDb(0), gainToDb(-1)]).toEqual([
      1,
      0,
      0,
      -Infinity,
      Number.NaN,
    ])
    expect(dbToGain(20)).toBeCloseTo(10, 12)
    expect(gainToDb(dbToGain(-33.3))).toBeCloseTo(-33.3, 12)
  })
})

describe('filters', () => {
  const one = [bufferOf([1, 1])]
  it.each([
    ['lowPass', lowPass],
    ['highPass', highPass],
    ['bandPass', bandPass],
    ['notch', notch],
    ['allPass', allPass],
    ['peaking', peaking],
    ['lowShelf', lowShelf],
    ['highShelf', highShelf],
  ] as const)('%s has its name and its coefficients', async (name, make) => {
    const filter = make({ frequencyHz: 100, bandwidthOctaves: 2 })
    await processAll(filter as never, one)
    const type = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`) as 'notch'
    const twin = biquad({
      sections: [{ type, frequencyHz: 100, bandwidthOctaves: 2 }],
      name: 'twin',
      rampMs: 20,
    })
    await processAll(twin as never, one)
    expect(filter.name).toBe(name)
    expect(twin.name).toBe('twin')
    expect(filter.kernels).toMatchObject([{ kernel: 'biquad', rampFrames: 10 }])
    expect(twin.kernels).toMatchObject([{ kernel: 'biquad', rampFrames: 20 }])
    const sections = (stage: typeof filter | typeof twin): unknown =>
      stage.kernels.map((spec) => spec.kernel === 'biquad' && spec.sections)
    expect(sections(filter)).toEqual(sections(twin))
  })

  it('bandPass knows both of its gains', async () => {
    const skirt = bandPass({ frequencyHz: 100, q: 2, constant: 'skirt' })
    const peak = bandPass({ frequencyHz: 100, q: 2 })
    const [a] = await gather(skirt, one)
    const [b] = await gather(peak, one)
    expect(a).toBeCloseTo(2 * (b as number), 6)
  })

  it('a cascade names its parameters by section', async () => {
    const cascade = biquad({
      sections: [
        { type: 'high-pass', frequencyHz: 20 },
        { type: 'low-shelf', frequencyHz: 100, gainDb: 3, shelfSlope: 0.5 },
      ],
    })
    const names = ['0.frequencyHz', '0.q', '1.frequencyHz', '1.shelfSlope', '1.gainDb']
    expect(cascade.parameters.map(({ name }) => name)).toEqual(names)
    expect(cascade.set('1.gainDb', 6).get('1.gainDb')).toBe(6)
    await processAll(cascade as never, one)
    const before = cascade.kernels
    cascade.set('0.frequencyHz', 200)
    expect(cascade.kernels).not.toEqual(before)
  })
})

describe('channels', () => {
  const stereo = bufferOf([0.25, 0.75], { channelCount: 2 })

  it('channelMap picks, swaps and silences', async () => {
    expect(await gather(channelMap({ channels: [1, null, 0, 1] }), [stereo])).toEqual([
      0.75, 0, 0.25, 0.75,
    ])
    const [out] = await processAll(channelMap({ channels: [1], channelLayout: ['M'] }), [stereo])
    expect(out?.channelLayout).toEqual(['M'])
    await expect(processAll(channelMap({ channels: [2] }), [stereo])).rejects.toMatchObject({
      code: 'format-unsupported',
    })
  })

  it('channelMix goes by count, layout, matrix or number', async () => {
    expect(await gather(channelMix({ channelCount: 1 }), [stereo])).toEqual([0.5])
    expect(await gather(channelMix({ channelLayout: ['FR', 'FL'] }), [stereo])).toEqual([
      0.75, 0.25,
    ])
    expect(await gather(channelMix({ matrix: [[1, 1]] }), [stereo])).toEqual([1])
    expect(
      await gather(channelMix({ channelCount: 1, interpretation: 'discrete' }), [stereo]),
    ).toEqual([0.25])
    expect(await gather(channelMix({ channelCount: 9 }), [stereo])).toEqual([
      0.25, 0.75, 0, 0, 0, 0, 0, 0, 0,
    ])
    const nine = bufferOf([1, 2, 3, 4, 5, 6, 7, 8, 9], { channelCount: 9 })
    expect(await gather(channelMix({ channelCount: 2 }), [nine])).toEqual([1, 2])
    const swapped = bufferOf([0.25, 0.75], { channelCount: 2, channelLayout: ['FR', 'FL'] })
    expect(await gather(channelMix({ channelCount: 2 }), [swapped])).toEqual([0.75, 0.25])
    await expect(processAll(channelMix({ matrix: [[1]] }), [stereo])).rejects.toMatchObject({
      code: 'format-unsupported',
    })
  })
})

describe('fade', () => {
  const ones = [bufferOf([1, 1, 1, 1], { position: 10 })]
  it('goes by milliseconds or frames', async () => {
    const options = { direction: 'in', durationMs: 2, curve: 'linear' } as const
    expect(await gather(fade({ ...options, startMs: 11 }), ones)).toEqual([0, 0, 0.5, 1])
    expect(await gather(fade({ ...options, startFrame: 10 }), ones)).toEqual([0, 0.5, 1, 1])
    expect(await gather(fade({ direction: 'out', durationMs: 0 }), ones)).toEqual([0, 0, 0, 0])
  })
})

describe('limiter', () => {
  it('keeps below a ceiling that no 32-bit float hits exactly', async () => {
    for (const ceilingDb of [-0.1, -1, -3, -17.3]) {
      const out = await gather(limiter({ ceilingDb }), [bufferOf(new Float32Array(200).fill(3))])
      expect(Math.max(...out)).toBeLessThanOrEqual(dbToGain(ceilingDb))
      expect(gainToDb(Math.max(...out))).toBeCloseTo(ceilingDb, 4)
    }
  })

  it('tells its reduction since it was last asked', async () => {
    const stage = limiter({ ceilingDb: 0 })
    expect(stage.readGainReductionDb()).toBe(0)
    await processAll(stage, [bufferOf(new Float32Array(100).fill(10))])
    expect(stage.readGainReductionDb()).toBeCloseTo(20, 6)
    expect(stage.readGainReductionDb()).toBe(0)
    stage.deliver([{ kernel: 'levelMeter' } as never])
    expect(stage.readGainReductionDb()).toBe(0)
  })
})

describe('levelMeter', () => {
  it('raises an event for each window and keeps a total', async () => {
    const meter = levelMeter({ windowMs: 2 })
    expect(meter.level).toBeUndefined()
    expect(meter.total).toEqual({ position: 0, frameCount: 0, peak: [], rms: [], clipCount: [] })
    const events: unknown[] = []
    meter.on('level', (reading) => events.push(reading))
    const jump = bufferOf([0.5], { position: 40, discontinuity: true })
    await processAll(meter, [bufferOf([0.5, -0.5, 1], { position: 20 }), jump])
    expect(events).toEqual([
      { position: 20, frameCount: 2, peak: [0.5], rms: [0.5], clipCount: [0] },
      { position: 22, frameCount: 1, peak: [1], rms: [1], clipCount: [1] },
      { position: 40, frameCount: 1, peak: [0.5], rms: [0.5], clipCount: [0] },
    ])
    expect(meter.level).toBe(events[2])
    expect(meter.total).toEqual({
      position: 20,
      frameCount: 4,
      peak: [1],
      rms: [Math.sqrt(1.75 / 4)],
      clipCount: [1],
    })
    meter.deliver([{ kernel: 'limiter', gain: 1 }])
    expect(meter.total.frameCount).toBe(4)
  })

  it('starts its total anew when the channel count changes', async () => {
    const meter = levelMeter()
    await processAll(meter, [
      bufferOf([1]),
      bufferOf([0.5, 0.25], { channelCount: 2, position: 1 }),
    ])
    expect(meter.total).toMatchObject({ position: 1, frameCount: 1, peak: [0.5, 0.25] })
  })
})
