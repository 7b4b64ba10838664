import { buildSite } from '../build-site.mjs'

/** @type {import('../run-checks.mjs').Check} */
export async function check() {
  return (await buildSite()) ? {} : { failures: ['typedoc has found faults'] }
}
