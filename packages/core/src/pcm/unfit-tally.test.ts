import { expect, test } from 'vitest'
import { UnfitTally } from './unfit-tally.js'

test('NaN and clipped samples are kept apart and add up', () => {
  const tally = new UnfitTally()
  tally.add(5, 2)
  tally.add(1, 0)
  expect(tally).toMatchObject({ clippedSamples: 4, nanSamples: 2 })
})
