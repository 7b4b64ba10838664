import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  alignment,
  dominantFrequencyHz,
  matchesGolden,
  maxAbsoluteError,
  peak,
  peakDb,
  readGolden,
  rms,
  rmsDb,
  seededRandom,
  snrDb,
  thdPlusNDb,
  thdPlusNRatio,
} from '../index.js'
import { fft } from './fft.js'

const sampleRate = 48_000

function tone(frequencyHz: number, length: number, amplitude = 1, phase = 0): Float32Array {
  return Float32Array.from(
    { length },
    (_, n) => amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / sampleRate + phase),
  )
}

function noiseOf(length: number, seed: number, amplitude = 1): Float32Array {
  const random = seededRandom(seed)
  return Float32Array.from({ length }, () => amplitude * (2 * random() - 1))
}

describe('levels', () => {
  it('are those of known signals', () => {
    const sine = tone(1000, 4800)
    expect(rms(sine)).toBeCloseTo(Math.SQRT1_2, 6)
    expect(rmsDb(sine)).toBeCloseTo(-3.0103, 3)
    expect(peak([0.1, -0.5])).toBe(0.5)
    expect(peakDb([0.1, -0.5])).toBeCloseTo(-6.0206, 4)
    expect([rms([]), peak([]), rmsDb([0]), peakDb([])]).toEqual([0, 0, -Infinity, -Infinity])
    expect(peak([1, Number.NaN, 1])).toBeNaN()
  })
})

describe('differences', () => {
  it('tell how far off a signal is', () => {
    expect(maxAbsoluteError([0, 1], [0, 0.75])).toBe(0.25)
    expect(maxAbsoluteError([0, 1], [0, Number.NaN])).toBeNaN()
    expect(snrDb([1, -1], [1.1, -0.9])).toBeCloseTo(20, 6)
    expect(snrDb([1], [1])).toBe(Infinity)
    expect(snrDb([0], [1])).toBe(-Infinity)
  })

  it('need equal lengths', () => {
    expect(() => snrDb([1], [1, 2])).toThrow('equally long')
    expect(() => maxAbsoluteError([1], [])).toThrow('equally long')
  })
})

describe('fft', () => {
  it('is the discrete Fourier transform', () => {
    const [re, im] = [Float64Array.from(noiseOf(16, 1)), Float64Array.from(noiseOf(16, 2))]
    const expected = Array.from({ length: 16 }, (_, k) => {
      let [sr, si] = [0, 0]
      for (let n = 0; n < 16; n++) {
        const angle = (-2 * Math.PI * k * n) / 16
        const [xr, xi] = [re[n] as number, im[n] as number]
        sr += xr * Math.cos(angle) - xi * Math.sin(angle)
        si += xr * Math.sin(angle) + xi * Math.cos(angle)
      }
      return [sr, si] as const
    })
    fft(re, im)
    expected.forEach(([sr, si], k) => {
      expect(re[k]).toBeCloseTo(sr, 10)
      expect(im[k]).toBeCloseTo(si, 10)
    })
  })
})

describe('alignment', () => {
  it.each([0, 1, 137, 999, -1, -137, -999])('finds a lag of %i', (lag) => {
    const long = noiseOf(6000, 3)
    const reference = long.subarray(1000, 5000)
    const signal = long.subarray(1000 - lag, 5000 - lag)
    const found = alignment(reference, signal)
    expect(found.lagFrames).toBe(lag)
    expect(found.correlation).toBeGreaterThan(0.7)
  })

  it('knows a signal upside down, quieter and of another length', () => {
    const reference = noiseOf(500, 4)
    const flipped = Float32Array.from({ length: 700 }, (_, n) => -0.1 * (reference[n - 20] ?? 0))
    const found = alignment(reference, flipped)
    expect(found.lagFrames).toBe(20)
    expect(found.correlation).toBeCloseTo(-1, 5)
  })

  it('looks no further than it is told', () => {
    const reference = noiseOf(500, 5)
    const late = Float32Array.from({ length: 500 }, (_, n) => reference[n - 50] ?? 0)
    expect(alignment(reference, late, { maxLagFrames: 10 }).lagFrames).not.toBe(50)
    expect(alignment(reference, late, { maxLagFrames: 50 }).lagFrames).toBe(50)
    expect(alignment([0, 0], [1, 2])).toEqual({ lagFrames: 0, correlation: 0 })
    expect(() => alignment([], [1])).toThrow('signals')
    expect(() => alignment([1], [1], { maxLagFrames: -1 })).toThrow('maxLagFrames')
    expect(() => alignment([1], [1], { lag: 1 } as object)).toThrow("no option 'lag'")
  })
})

describe('dominantFrequencyHz', () => {
  it.each([100, 440, 997.3, 5000, 23_000])('finds %d Hz', (frequencyHz) => {
    const found = dominantFrequencyHz(tone(frequencyHz, 4800, 0.3, 1), sampleRate)
    expect(Math.abs(found - frequencyHz)).toBeLessThan(0.5)
  })

  it('finds the louder of two, in noise', () => {
    const low = tone(500, 4096, 0.5)
    const high = tone(3000, 4096, 0.2)
    const hiss = noiseOf(4096, 6, 0.2)
    const sum = low.map((x, n) => x + (high[n] ?? 0) + (hiss[n] ?? 0))
    expect(dominantFrequencyHz(sum, sampleRate)).toBeCloseTo(500, -1)
  })

  it('has no answer for silence, and refuses what is no signal', () => {
    expect(dominantFrequencyHz(new Float32Array(64), sampleRate)).toBeNaN()
    expect(() => dominantFrequencyHz([1, 2], sampleRate)).toThrow('16 samples')
    expect(() => dominantFrequencyHz(tone(1, 64), 0)).toThrow('sampleRate')
  })
})

describe('thdPlusN', () => {
  it('is that of a known distortion, an offset notwithstanding', () => {
    const bent = tone(1000, 4800).map((x, n) => {
      const third = Math.sin((2 * Math.PI * 3000 * n) / sampleRate)
      return 0.25 + 0.5 * x + 0.005 * third
    })
    expect(thdPlusNRatio(bent, { sampleRate })).toBeCloseTo(0.01, 4)
    expect(thdPlusNDb(bent, { sampleRate, frequencyHz: 1000 })).toBeCloseTo(-40, 1)
  })

  it('is next to nothing for a pure tone of any frequency', () => {
    for (const frequencyHz of [440, 997.3, 12_345.6]) {
      const pure = tone(frequencyHz, 4800, 0.5, 0.7)
      expect(thdPlusNDb(pure, { sampleRate })).toBeLessThan(-140)
    }
  })

  it('sees a frequency that is not the one it should be', () => {
    expect(thdPlusNRatio(tone(1010, 48_000), { sampleRate, frequencyHz: 1000 })).toBeGreaterThan(
      0.9,
    )
  })

  it('is NaN for silence, and refuses bad values', () => {
    expect(thdPlusNRatio(new Float32Array(64), { sampleRate })).toBeNaN()
    expect(() => thdPlusNRatio([1], { sampleRate })).toThrow('16 samples')
    expect(() => thdPlusNDb(tone(1, 64), { sampleRate, frequencyHz: 0 })).toThrow('frequencyHz')
    expect(() => thdPlusNDb(tone(1, 64), { rate: 1 } as never)).toThrow("no option 'rate'")
  })
})

describe('golden files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'golden-'))
  afterAll(() => rm(folder, { recursive: true }))

  it('are written, read and compared', async () => {
    const path = join(folder, 'deep', 'noise.f32')
    const samples = noiseOf(1000, 7)
    expect(await matchesGolden(path, samples, { update: true })).toBe(true)
    expect(await readGolden(path)).toEqual(samples)
    expect(await matchesGolden(path, samples)).toBe(true)
  })

  it('tell where the samples are off, and by how much', async () => {
    const path = join(folder, 'few.f32')
    await matchesGolden(path, Float32Array.of(0, 0.5, 1), { update: true })
    const off = Float32Array.of(0, 0.5625, 0.5)
    await expect(matchesGolden(path, off)).rejects.toThrow(
      /sample 1 is 0.5625 instead of 0.5; the worst is off by 0.5/,
    )
    expect(await matchesGolden(path, off, { tolerance: 0.5 })).toBe(true)
    await expect(matchesGolden(path, Float32Array.of(0))).rejects.toThrow('1 samples instead of 3')
    const broken = Float32Array.of(0, Number.NaN, 1)
    await expect(matchesGolden(path, broken, { tolerance: 1 })).rejects.toThrow('sample 1 is NaN')
  })

  it('are missed, and refused when they are damaged', async () => {
    await expect(matchesGolden(join(folder, 'none'), Float32Array.of(0))).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('update: true'),
    })
    const path = join(folder, 'damaged.f32')
    await writeFile(path, 'abc')
    await expect(readGolden(path)).rejects.toMatchObject({ code: 'file-invalid' })
    await expect(readGolden(folder)).rejects.toMatchObject({ code: 'io-failed' })
    await expect(matchesGolden(path, Float32Array.of(0), { tolerance: -1 })).rejects.toThrow(
      'tolerance',
    )
  })
})
