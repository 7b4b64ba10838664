import { expect, test } from 'vitest'
import { compressMuLaw, expandMuLaw } from './mu-law.js'

/** G.711 table 2: intervals of each segment and their width, from zero up, to 8159. */
const segments = [
  [1, 1],
  [15, 2],
  [16, 4],
  [16, 8],
  [16, 16],
  [16, 32],
  [16, 64],
  [16, 128],
  [16, 256],
] as const

/** The decision values of the table: 0, 1, 3, 5, ... 7903, 8159. */
const decisions = [0]
for (const [count, width] of segments) {
  for (let interval = 0; interval < count; interval++) decisions.push(decisions.at(-1)! + width)
}

test('the table ends where the standard ends it', () => {
  expect(decisions).toHaveLength(129)
  expect(decisions.at(-1)).toBe(8159)
})

test('all 256 codes expand to the middle of their interval, the first two to zero', () => {
  for (let interval = 0; interval < 128; interval++) {
    const middle = (decisions[interval]! + decisions[interval + 1]!) / 2
    const value = interval === 0 ? 0 : middle * 4
    expect(expandMuLaw(0xff - interval), `+${interval}`).toBe(value)
    expect(expandMuLaw(0x7f - interval), `-${interval}`).toBe(0 - value)
  }
  expect([0xff, 0x7f, 0x80, 0x00].map(expandMuLaw)).toEqual([0, 0, 32124, -32124])
})

test('all 65 536 values get the code of their interval, the upper one on a boundary', () => {
  for (let interval = 0; interval < 128; interval++) {
    const from = decisions[interval]! * 4
    // What lies above the last decision value stays in the last interval.
    const to = interval === 127 ? 32768 : decisions[interval + 1]! * 4
    for (let value = from; value < to; value++) {
      if (compressMuLaw(value) !== 0xff - interval) expect.fail(`${value}`)
      // Of the values below zero, -1 is the first: the intervals are mirrored by complement.
      if (compressMuLaw(~value) !== 0x7f - interval) expect.fail(`${~value}`)
    }
  }
})

test("the standard's test tone is a sine 3.17 dB below full scale", () => {
  // G.711 table 6: a 1 kHz sine at 8 kHz, of a level of 0 dBm0.
  const tone = [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e].map(expandMuLaw)
  const power = tone.reduce((sum, value) => sum + (value / (8159 * 4)) ** 2, 0) / tone.length
  expect(10 * Math.log10(power * 2)).toBeCloseTo(-3.17, 1)
})
