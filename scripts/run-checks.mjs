/**
 * @typedef {object} CheckResult
 * @property {number} [passed] default: 1 if nothing failed
 * @property {readonly string[]} [failures] one line each
 * @property {number} [failed] how many failed; default: 1 if there are failures
 * @property {readonly string[]} [skips] one line each: what was left out, and why
 * @property {string} [note] a few words for the summary
 */

/** @typedef {() => Promise<CheckResult>} Check */

/**
 * In the order in which they run: quick ones first, then what needs the build. Each is a file in
 * scripts/checks that exports `check`.
 */
export const checkNames = [
  'format',
  'lint',
  'imports',
  'module-state',
  'file-names',
  'type-check',
  'build',
  'native',
  'native-binary',
  'unit',
  'packages',
  'key-command',
  'native-packages',
  'snippets',
  'examples',
  'unused',
  'size',
  'docs',
  'node-24',
]

/**
 * Ends the names of tests that read published vectors from beside the repository. They are data
 * that nothing here could install: without them these tests are skipped, even where all is required.
 */
const needsVectors = '(needs the vectors)'

/**
 * @param {readonly string[]} names
 * @param {object} [options]
 * @param {(name: string) => Promise<{ check: Check }>} [options.load]
 * @param {boolean} [options.requireAll] what is skipped fails; default: PATCHCORD_REQUIRE is `all`
 * @param {(line: string) => void} [options.print]
 * @returns {Promise<number>} exit code
 */
export async function runChecks(
  names,
  {
    load = (name) => import(`./checks/${name}.mjs`),
    requireAll = process.env.PATCHCORD_REQUIRE === 'all',
    print = (line) => process.stdout.write(`${line}\n`),
  } = {},
) {
  /** @type {Set<unknown>} */
  const seen = new Set()
  let passed = 0
  let failed = 0
  /** @type {string[]} */
  const failures = []
  /** @type {string[]} */
  const skips = []
  for (const [index, name] of names.entries()) {
    print(`[${index + 1}/${names.length}] ${name} ...`)
    const startedAt = performance.now()
    const result = await outcome(name, load, print, seen)
    const { failures: faults = [], skips: left = [] } = result
    passed += result.passed ?? (faults.length + left.length === 0 ? 1 : 0)
    failed += result.failed ?? Math.min(1, faults.length)
    failures.push(...faults.map((line) => `${name}: ${line}`))
    skips.push(...left.map((line) => `${name}: ${line}`))
    const verdict = faults.length > 0 ? 'FAILED' : left.length > 0 ? 'ok, in part' : 'ok'
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    print(`    ${verdict} (${seconds} s)${result.note === undefined ? '' : `: ${result.note}`}`)
  }
  print('')
  const required = skips.filter((line) => requireAll && !line.includes(needsVectors))
  for (const line of skips)
    print(required.includes(line) ? `FAILED ${line} (required)` : `skipped ${line}`)
  for (const line of failures) print(`FAILED ${line}`)
  const failedCount = failed + required.length
  const skippedCount = skips.length - required.length
  print(
    `${passed} passed, ${failedCount} failed${skippedCount > 0 ? `, ${skippedCount} skipped` : ''}`,
  )
  return failedCount > 0 ? 1 : 0
}

/**
 * @param {string} name
 * @param {(name: string) => Promise<{ check: Check }>} load
 * @param {(line: string) => void} print
 * @param {Set<unknown>} seen errors that have been shown: a failed build fails all that need it
 * @returns {Promise<CheckResult>}
 */
async function outcome(name, load, print, seen) {
  try {
    const { check } = await load(name)
    return await check()
  } catch (error) {
    const { stack, message } = /** @type {Error} */ (error)
    if (!seen.has(error)) print(stack ?? message)
    seen.add(error)
    return { failures: [message.split('\n', 1)[0] ?? ''] }
  }
}
