import { expect, test } from 'vitest'
import { type Check, type CheckResult, runChecks } from './run-checks.mjs'

/** Runs checks that end as given and returns the lines after the first for each check. */
async function run(
  results: Record<string, CheckResult | Error>,
  requireAll = false,
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await runChecks(Object.keys(results), {
    requireAll,
    print: (line) => lines.push(line),
    load: (name) => {
      const result = results[name] ?? {}
      const check: Check = () =>
        result instanceof Error ? Promise.reject(result) : Promise.resolve(result)
      return Promise.resolve({ check })
    },
  })
  return { code, lines }
}

test('counts each check as one and says so on the last line', async () => {
  const { code, lines } = await run({ format: {}, lint: {} })
  expect(code).toBe(0)
  expect(lines.at(-1)).toBe('2 passed, 0 failed')
  expect(lines[0]).toBe('[1/2] format ...')
})

test('adds the tests that a check has counted', async () => {
  const { code, lines } = await run({
    lint: {},
    unit: { passed: 40, failed: 2, failures: ['a.test.ts: x', 'b.test.ts: y'] },
  })
  expect(code).toBe(1)
  expect(lines.at(-1)).toBe('41 passed, 2 failed')
  expect(lines).toContain('FAILED unit: a.test.ts: x')
})

test('a check with several findings has failed once, and the others run on', async () => {
  const { code, lines } = await run({ imports: { failures: ['a', 'b'] }, lint: {} })
  expect(code).toBe(1)
  expect(lines.at(-1)).toBe('1 passed, 1 failed')
})

test('a check that throws has failed', async () => {
  const { code, lines } = await run({ build: new Error('no compiler\nmore') })
  expect(code).toBe(1)
  expect(lines).toContain('FAILED build: no compiler')
  expect(lines.at(-1)).toBe('0 passed, 1 failed')
})

test('what was skipped is named', async () => {
  const { code, lines } = await run({ unit: { passed: 3, skips: ['needs sox'] } })
  expect(code).toBe(0)
  expect(lines).toContain('skipped unit: needs sox')
  expect(lines.at(-1)).toBe('3 passed, 0 failed, 1 skipped')
})

test('where everything is required, what was skipped fails', async () => {
  const { code, lines } = await run({ unit: { passed: 3, skips: ['needs sox'] } }, true)
  expect(code).toBe(1)
  expect(lines).toContain('FAILED unit: needs sox (required)')
  expect(lines.at(-1)).toBe('3 passed, 1 failed')
})

test('tests that need the published vectors are skipped even where all is required', async () => {
  const skips = ['a.test.ts: frames (needs the vectors)', 'b.test.ts: needs sox']
  const { code, lines } = await run({ unit: { passed: 3, skips } }, true)
  expect(code).toBe(1)
  expect(lines).toContain('skipped unit: a.test.ts: frames (needs the vectors)')
  expect(lines).toContain('FAILED unit: b.test.ts: needs sox (required)')
  expect(lines.at(-1)).toBe('3 passed, 1 failed, 1 skipped')
})
