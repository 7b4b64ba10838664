import { setUp } from './set-up.mjs'

try {
  await setUp()
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
