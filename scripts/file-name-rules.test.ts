import { expect, test } from 'vitest'
import { badFileName } from './file-name-rules.mjs'

const lines = (count: number): string => 'x\n'.repeat(count)

test.each([
  'packages/core/src/data/audio-buffer.ts',
  'packages/core/src/data/audio-buffer.test.ts',
  'packages/core/src/data/audio-buffer.test-d.ts',
  'packages/core/src/pcm/s16.ts',
  'bench/src/benches/stream-overhead.bench.ts',
])('%s is a good name', (path) => {
  expect(badFileName(path, lines(100))).toEqual([])
})

test.each(['utils', 'types', 'helpers', 'common', 'AudioBuffer', 'audio_buffer'])(
  '%s is none',
  (stem) => {
    expect(badFileName(`packages/core/src/${stem}.ts`, '')).toHaveLength(1)
    expect(badFileName(`packages/core/src/${stem}.test.ts`, '')).toHaveLength(1)
  },
)

test('a source passes 250 lines at no time; a test may', () => {
  expect(badFileName('packages/core/src/a.ts', lines(250))).toEqual([])
  expect(badFileName('packages/core/src/a.ts', lines(251))).toHaveLength(1)
  expect(badFileName('packages/core/src/a.test.ts', lines(251))).toEqual([])
})
