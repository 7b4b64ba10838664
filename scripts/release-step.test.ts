import { expect, test } from 'vitest'
import { releaseStep } from './release-step.mjs'

test('changesets are proposed, whatever is published', () => {
  expect(releaseStep(['config.json', 'a-change.md'], [true])).toBe('propose')
  expect(releaseStep(['config.json', 'a-change.md'], [false])).toBe('propose')
})

test('a version is published until all packages are there', () => {
  expect(releaseStep(['config.json', 'README.md'], [false, false])).toBe('publish')
  expect(releaseStep(['config.json'], [true, false])).toBe('publish')
  expect(releaseStep(['config.json'], [true, true])).toBe('none')
})
