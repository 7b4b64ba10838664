// npm start: installs and builds what is missing, then runs the voice link.
import { join } from 'node:path'
import { root } from './root.mjs'
import { runForeground } from './run-foreground.mjs'
import { setUp } from './set-up.mjs'

const program = join(root, 'examples', 'dist', 'voice-link', 'main.js')

try {
  await setUp()
  process.exitCode = await runForeground(process.execPath, [program, ...process.argv.slice(2)])
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
