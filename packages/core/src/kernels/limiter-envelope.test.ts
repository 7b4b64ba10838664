import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { LimiterEnvelope } from './limiter-envelope.js'

function follow(envelope: LimiterEnvelope, asked: number): number {
  const gains = Float64Array.of(asked)
  envelope.follow(gains, 1)
  return gains[0] as number
}

it('is the mean of sliding minima, and never above what a frame asks for', () => {
  const asked = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 80,
  })
  fc.assert(
    fc.property(asked, fc.nat({ max: 12 }), (gains, lookAhead) => {
      // A release of 1 follows the minimum at once, up to the units of 2^-30.
      const envelope = new LimiterEnvelope(lookAhead, 1)
      const from = (index: number): number => gains[index] ?? 1
      for (let n = 0; n < gains.length; n++) {
        const gain = follow(envelope, from(n))
        let mean = 0
        for (let k = n - lookAhead; k <= n; k++) {
          let least = 1
          for (let j = k - lookAhead; j <= k; j++) least = Math.min(least, from(j))
          mean += least / (lookAhead + 1)
        }
        expect(gain).toBeCloseTo(mean, 8)
        expect(gain).toBeLessThanOrEqual(from(n - lookAhead) * (1 + 2 ** -52))
      }
    }),
  )
})

it('does not drift over a long stream', () => {
  const envelope = new LimiterEnvelope(7, 0.3)
  for (let n = 0; n < 1_000_000; n++) follow(envelope, 0.1 + 0.8 * ((n * 0.618) % 1))
  expect(envelope.atRest).toBe(false)
  let gain = 0
  for (let n = 0; n < 200; n++) gain = follow(envelope, 1)
  expect(gain).toBe(1)
  expect(envelope.atRest).toBe(true)
})
