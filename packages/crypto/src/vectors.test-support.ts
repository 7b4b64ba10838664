import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder =
  // oxlint-disable-next-line node/no-process-env -- read by tests only
  process.env.PATCHCORD_VECTORS ??
  fileURLToPath(new URL('../../../../shared/vectors', import.meta.url))

/**
 * Test vectors by their path in the vectors folder; `undefined` where they are not, and a test is
 * then skipped by its name: `it.skipIf(vectors === undefined)(...)`. They are no program that could
 * be installed, so `PATCHCORD_REQUIRE` does not ask for them.
 *
 * Whole numbers of more than 15 digits, which a JavaScript number may not hold, become strings.
 */
export function vectorsOf(path: string): unknown {
  const file = join(folder, path)
  if (!existsSync(file)) return undefined
  const exact = readFileSync(file, 'utf8').replace(/(:\s*)(\d{16,})(?=\s*[,}\]])/g, '$1"$2"')
  return JSON.parse(exact)
}
