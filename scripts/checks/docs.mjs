import { checkByProgram } from '../check-by-program.mjs'
import { writeExamplePages } from '../write-example-pages.mjs'

const buildSite = checkByProgram('typedoc', ['--logLevel', 'Warn'])

/**
 * Builds the documentation site; an undocumented export or a dead link fails.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export function check() {
  writeExamplePages()
  return buildSite()
}
