// npm run docs: builds the documentation site into docs/site.
import { install } from './set-up.mjs'

try {
  await install()
  const { buildSite } = await import('./build-site.mjs')
  if (!(await buildSite())) process.exitCode = 1
} catch (error) {
  console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
  process.exitCode = 1
}
