import { join } from 'node:path'
import { checkByRule } from '../check-by-rule.mjs'
import { filesBelow } from '../content-stamp.mjs'
import { misdirectedImports } from '../import-rules.mjs'
import { workspacePackages } from '../workspace-packages.mjs'

const manifests = new Map(
  workspacePackages().map(({ folder, manifest }) => [folder.split(/[/\\]/).at(-1), manifest]),
)

export const check = checkByRule(
  () =>
    workspacePackages().flatMap(({ folder }) =>
      ['src', 'test'].flatMap((name) =>
        filesBelow(join(folder, name), (path) => path.endsWith('.ts')),
      ),
    ),
  (path, text) => misdirectedImports(path, text, manifests.get(path.split('/')[1])),
)
