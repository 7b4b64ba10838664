import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.mjs'
import { summarizeVitest } from './summarize-vitest.mjs'

const file = (status: string, outcomes: Record<string, string>) => ({
  name: join(root, 'packages', 'x.test.ts'),
  status,
  assertionResults: Object.entries(outcomes).map(([fullName, outcome]) => ({
    fullName,
    status: outcome,
  })),
})

test('counts passed, failed and skipped tests', () => {
  const testResults = [file('failed', { a: 'passed', b: 'failed', c: 'skipped', d: 'todo' })]
  expect(summarizeVitest({ testResults }, 1)).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ['packages/x.test.ts: b'],
    skips: ['packages/x.test.ts: c', 'packages/x.test.ts: d'],
  })
})

test('a file that did not load is one failure', () => {
  const testResults = [file('failed', {}), file('passed', { a: 'passed' })]
  expect(summarizeVitest({ testResults }, 1)).toMatchObject({
    passed: 1,
    failures: ['packages/x.test.ts did not run'],
  })
})

test('a run that failed although all tests passed is one failure', () => {
  const testResults = [file('passed', { a: 'passed' })]
  expect(summarizeVitest({ testResults }, 1).failures).toEqual([
    expect.stringContaining('coverage'),
  ])
  expect(summarizeVitest({ testResults }, 0).failures).toEqual([])
})

test('no test at all is a failure', () => {
  expect(summarizeVitest({ testResults: [] }, 0).failures).toEqual(['no test ran'])
})
