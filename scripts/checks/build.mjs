import { build } from '../set-up.mjs'

/** @type {import('../run-checks.mjs').Check} */
export async function check() {
  await build()
  return {}
}
