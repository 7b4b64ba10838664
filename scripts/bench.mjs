// pnpm bench [filter] [--json]: ours beside its peers; see bench/README.md.
import { join } from 'node:path'
import { root } from './root.mjs'
import { runForeground } from './run-foreground.mjs'
import { setUp } from './set-up.mjs'

const program = join(root, 'bench', 'dist', 'src', 'main.js')

try {
  await setUp()
  const args = ['--expose-gc', program, ...process.argv.slice(2)]
  process.exitCode = await runForeground(process.execPath, args)
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
