import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resampleRatio } from './resample-ratio.js'

describe('resampleRatio', () => {
  it('is in lowest terms for whole rates', () => {
    expect(resampleRatio(44_100, 48_000)).toEqual({ up: 160, down: 147 })
    expect(resampleRatio(48_000, 16_000)).toEqual({ up: 1, down: 3 })
    expect(resampleRatio(48_000, 48_000)).toEqual({ up: 1, down: 1 })
    expect(resampleRatio(1, 1_536_000)).toEqual({ up: 1_536_000, down: 1 })
  })

  it('finds the fraction behind rates that are not whole', () => {
    expect(resampleRatio(48_000 / 1.001, 48_000)).toEqual({ up: 1001, down: 1000 })
    expect(resampleRatio(22_254.5, 44_509)).toEqual({ up: 2, down: 1 })
    expect(resampleRatio(0.5 + 1000, 1000.5)).toEqual({ up: 1, down: 1 })
  })

  it('stays within 5e-10, with terms that stay small', () => {
    const rate = fc.double({ min: 1000, max: 400_000, noNaN: true })
    fc.assert(
      fc.property(rate, rate, (inputRate, outputRate) => {
        const { up, down } = resampleRatio(inputRate, outputRate)
        expect(Math.max(up, down)).toBeLessThanOrEqual(2 ** 31)
        expect(Math.abs(up / down / (outputRate / inputRate) - 1)).toBeLessThan(5e-10)
      }),
    )
  })
})
