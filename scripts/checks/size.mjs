import { checkByProgram } from '../check-by-program.mjs'
import { buildOnce } from '../set-up.mjs'

const measure = checkByProgram('size-limit', [])

/** @type {import('../run-checks.mjs').Check} */
export async function check() {
  await buildOnce()
  return measure()
}
