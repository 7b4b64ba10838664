import { relative } from 'node:path'
import { root } from './root.mjs'

/**
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message]
 * @property {readonly { status: string, fullName: string }[]} assertionResults
 */

/**
 * What vitest's JSON report means for the summary. A file that could not be loaded is one failure,
 * and so is a run that failed although every test passed: a coverage threshold, or an error
 * outside of tests.
 *
 * @param {{ testResults: readonly VitestFile[] }} report
 * @param {number} exitCode vitest's own
 * @returns {Required<import('./run-checks.mjs').CheckResult>}
 */
export function summarizeVitest({ testResults }, exitCode) {
  let passed = 0
  /** @type {string[]} */
  const failures = []
  /** @type {string[]} */
  const skips = []
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(root, name).replaceAll('\\', '/')
    const before = failures.length
    for (const { status: outcome, fullName } of assertionResults) {
      if (outcome === 'passed') passed++
      else if (outcome === 'failed') failures.push(`${file}: ${fullName}`)
      else skips.push(`${file}: ${fullName}`)
    }
    if (status === 'failed' && failures.length === before) failures.push(`${file} did not run`)
  }
  if (passed + failures.length === 0) failures.push('no test ran')
  if (exitCode !== 0 && failures.length === 0) {
    failures.push(
      'vitest failed outside of the tests: coverage below its threshold, or a stray error',
    )
  }
  return {
    passed,
    failed: failures.length,
    failures,
    skips,
    note: `${passed} tests passed`,
  }
}
