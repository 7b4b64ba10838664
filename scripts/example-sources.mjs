import { join } from 'node:path'
import { filesBelow } from './content-stamp.mjs'
import { root } from './root.mjs'

/**
 * The examples that can be run: `examples/NAME.ts`, and `examples/NAME/main.ts` where one takes
 * several files.
 *
 * @returns {string[]} absolute
 */
export function exampleSources() {
  return filesBelow(
    join(root, 'examples'),
    (name) => /^([^/]+|[^/]+\/main)\.ts$/.test(name) && !name.endsWith('.test.ts'),
  )
}
