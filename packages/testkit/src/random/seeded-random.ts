import { checkNumber } from '@patchcord/core'

/** Scrambles 32 bits, so that neighbouring inputs give unrelated outputs (MurmurHash3's last step). */
export function scramble(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Returns the seed, a whole number from 0 to 2^32 - 1, or throws `invalid-option`. */
export function checkSeed(seed: unknown): number {
  return checkNumber('seed', seed, { min: 0, max: 0xffffffff, integer: true })
}

/**
 * Random numbers that are the same on every run: from 0 up to, not including, 1. Not for
 * cryptography.
 *
 * @param seed - 0 to 2^32 - 1; each gives another sequence
 *
 * @example
 * ```ts
 * import { seededRandom } from '@patchcord/testkit'
 *
 * const [first, again] = [seededRandom(7), seededRandom(7)]
 * console.log(first() === again(), first() === again()) // true true
 * ```
 */
export function seededRandom(seed: number): () => number {
  // Steps of the golden ratio, scrambled: "mulberry32" with another mixer.
  let state = scramble(checkSeed(seed) ^ 0x5bd1e995)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return scramble(state) / 2 ** 32
  }
}
