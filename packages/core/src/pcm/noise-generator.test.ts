import { expect, test } from 'vitest'
import { nextCounter, noiseWord, seedCounters } from './noise-generator.js'

/** The same generator in exact arithmetic, as a port to another language would have it. */
function exactWords(counter: bigint, count: number): number[] {
  const mask = 0xffff_ffffn
  return Array.from({ length: count }, () => {
    counter = (counter + 0x9e37_79b9n) & mask
    let word = counter ^ (counter >> 16n)
    word = (word * 0x7feb_352dn) & mask
    word ^= word >> 15n
    word = (word * 0x846c_a68bn) & mask
    return Number(word ^ (word >> 16n))
  })
}

function words(counter: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    counter = nextCounter(counter)
    return noiseWord(counter) >>> 0
  })
}

test.each([0, 1, 0x7fff_ffff, 0xffff_ffff])('is modulo 2^32 from counter %i', (counter) => {
  expect(words(counter | 0, 1000)).toEqual(exactWords(BigInt(counter), 1000))
})

test('does not repeat a word, and every bit is set half of the time', () => {
  const drawn = words(7, 100_000)
  expect(new Set(drawn).size).toBe(drawn.length)
  for (let bit = 0; bit < 32; bit++) {
    const share = drawn.filter((word) => ((word >>> bit) & 1) === 1).length / drawn.length
    expect(Math.abs(share - 0.5), `bit ${bit}`).toBeLessThan(0.01)
  }
})

test('streams of one seed differ, and begin the same whatever their number', () => {
  const counters = seedCounters(0, 8)
  expect(new Set(counters).size).toBe(8)
  expect(seedCounters(0, 3)).toEqual(counters.slice(0, 3))
  expect(seedCounters(1, 8)).not.toEqual(counters)
  expect([...counters].map((counter) => counter >>> 0)).toEqual(exactWords(0n, 8))
})
