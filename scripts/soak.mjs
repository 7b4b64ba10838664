// npm run soak: the tests named *.soak.test.ts at full length. `npm test` runs them short; they
// read PATCHCORD_SOAK to know which.
import { buildNative } from './build-native.mjs'
import { localProgram } from './local-program.mjs'
import { runForeground } from './run-foreground.mjs'
import { setUp } from './set-up.mjs'

const oneDayMs = 24 * 60 * 60 * 1000

try {
  await setUp()
  const { reason } = await buildNative('Testing')
  if (reason !== undefined) console.error(`patchcord: ${reason}: its tests are left out`)
  process.env.PATCHCORD_SOAK = 'full'
  process.exitCode = await runForeground(process.execPath, [
    localProgram('vitest'),
    'run',
    '.soak.test.ts',
    `--testTimeout=${oneDayMs}`,
    ...process.argv.slice(2),
  ])
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
