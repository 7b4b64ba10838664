import { join } from 'node:path'
import { checkByRule } from '../check-by-rule.mjs'
import { filesBelow } from '../content-stamp.mjs'
import { badFileName } from '../file-name-rules.mjs'
import { root } from '../root.mjs'

export const check = checkByRule(
  () =>
    ['packages', 'examples', 'bench', 'scripts'].flatMap((name) =>
      filesBelow(join(root, name), (path) => /\.(ts|mjs|js)$/.test(path)),
    ),
  badFileName,
)
