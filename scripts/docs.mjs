// npm run docs: builds the documentation site into docs/site.
import { localProgram } from './local-program.mjs'
import { runForeground } from './run-foreground.mjs'
import { setUp } from './set-up.mjs'
import { writeExamplePages } from './write-example-pages.mjs'

try {
  await setUp()
  writeExamplePages()
  process.exitCode = await runForeground(process.execPath, [localProgram('typedoc')])
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
