import { expect, test } from 'vitest'
import { resultTable } from './result-table.js'

test('says what was reached, what is behind and which peer is missing', () => {
  const common = { bench: 'b', case: 'c', unit: 'us/buffer', ours: 2, peerName: 'sox', goal: 1 }
  const text = resultTable([
    { ...common, peer: 4, ratio: 2 },
    { ...common, peer: 1, ratio: 0.5 },
    { ...common, peer: null },
    { ...common, peer: null, peerName: null },
    { ...common, peer: 4, ratio: 2, backend: 'native, fused' },
    { ...common, peer: 4, ratio: 2, backend: 'js: not installed' },
  ])
  const [, reached, behind, missing, none, native, fellBack] = text.split('\n')
  expect(reached).toMatch(/4 \(sox\) .* 2 .* reached$/)
  expect(behind).toMatch(/behind$/)
  expect(missing).toContain('sox not installed')
  expect(none).toMatch(/ - /)
  expect(native).toMatch(/reached$/)
  expect(fellBack).toMatch(/not native: js: not installed$/)
})
