import { join } from 'node:path'
import { checkByRule } from '../check-by-rule.mjs'
import { filesBelow } from '../content-stamp.mjs'
import { mutableModuleState } from '../module-state-rules.mjs'
import { root } from '../root.mjs'

export const check = checkByRule(
  () =>
    filesBelow(
      join(root, 'packages', 'core', 'src'),
      (name) => name.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(name),
    ),
  mutableModuleState,
)
