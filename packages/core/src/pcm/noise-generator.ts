/**
 * A seeded generator of evenly spread 32-bit words, the same on every machine and in every
 * language: a counter that goes up by 0x9e3779b9, scrambled by the `lowbias32` hash (Chris
 * Wellons, "Prospecting for Hash Functions"). Each word comes exactly once in 2^32, which is a day
 * of one channel at 48 kHz. All arithmetic is modulo 2^32.
 *
 * Not for secrets.
 */

/** The step of the counter: 2^32 divided by the golden ratio. */
const counterStep = 0x9e37_79b9

/** The counter after one more word. */
export function nextCounter(counter: number): number {
  return (counter + counterStep) | 0
}

/** The word of a counter, as a signed 32-bit number. */
export function noiseWord(counter: number): number {
  let word = counter ^ (counter >>> 16)
  word = Math.imul(word, 0x7feb_352d)
  word ^= word >>> 15
  word = Math.imul(word, 0x846c_a68b)
  return word ^ (word >>> 16)
}

/** A counter for each of several independent streams of one seed. */
export function seedCounters(seed: number, count: number): Int32Array {
  let counter = seed | 0
  return Int32Array.from({ length: count }, () => {
    counter = nextCounter(counter)
    return noiseWord(counter)
  })
}
