import { buildOnce } from '../set-up.mjs'

/** @type {import('../run-checks.mjs').Check} */
export async function check() {
  await buildOnce()
  return {}
}
