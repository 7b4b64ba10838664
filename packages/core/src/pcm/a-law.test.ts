import { expect, test } from 'vitest'
import { compressALaw, expandALaw } from './a-law.js'

/** G.711 table 1: intervals of each segment and their width, from zero up, of 4096 in all. */
const segments = [
  [32, 2],
  [16, 4],
  [16, 8],
  [16, 16],
  [16, 32],
  [16, 64],
  [16, 128],
] as const

/** The decision values of the table, of which there are 129: 0, 2, 4, ... 3968, 4096. */
const decisions = [0]
for (const [count, width] of segments) {
  for (let interval = 0; interval < count; interval++) decisions.push(decisions.at(-1)! + width)
}

/** The code of a positive interval: counted from 0x80 up, with the even bits inverted. */
const positiveCode = (interval: number): number => (0x80 + interval) ^ 0x55

test('the table ends where the standard ends it', () => {
  expect(decisions).toHaveLength(129)
  expect(decisions.at(-1)).toBe(4096)
})

test('all 256 codes expand to the middle of their interval', () => {
  for (let interval = 0; interval < 128; interval++) {
    const middle = (decisions[interval]! + decisions[interval + 1]!) / 2
    expect(expandALaw(positiveCode(interval)), `+${interval}`).toBe(middle * 8)
    expect(expandALaw(positiveCode(interval) ^ 0x80), `-${interval}`).toBe(-middle * 8)
  }
  expect([0xd5, 0x55, 0xaa, 0x2a].map(expandALaw)).toEqual([8, -8, 32256, -32256])
})

test('all 65 536 values get the code of their interval, the upper one on a boundary', () => {
  for (let interval = 0; interval < 128; interval++) {
    const [from, to] = [decisions[interval]! * 8, decisions[interval + 1]! * 8]
    for (let value = from; value < to; value++) {
      if (compressALaw(value) !== positiveCode(interval)) expect.fail(`${value}`)
      // Of the values below zero, -1 is the first: the intervals are mirrored by complement.
      if (compressALaw(~value) !== (positiveCode(interval) ^ 0x80)) expect.fail(`${~value}`)
    }
  }
})

test("the standard's test tone is a sine 3.14 dB below full scale", () => {
  // G.711 table 5: a 1 kHz sine at 8 kHz, of a level of 0 dBm0.
  const tone = [0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4].map(expandALaw)
  const power = tone.reduce((sum, value) => sum + (value / 32768) ** 2, 0) / tone.length
  expect(10 * Math.log10(power * 2)).toBeCloseTo(-3.14, 1)
})
