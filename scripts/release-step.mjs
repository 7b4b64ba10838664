// node scripts/release-step.mjs: what a push to main is due, as a line for a workflow's output.
// `step=propose`: there are changesets, so a pull request with the next version. `step=publish`:
// that was merged, so its version. `step=none`: it has been published.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'
import { workspacePackages } from './workspace-packages.mjs'

/**
 * @param {readonly string[]} files in `.changeset`
 * @param {readonly boolean[]} published whether each package is there with its version
 * @returns {'propose' | 'publish' | 'none'}
 */
export function releaseStep(files, published) {
  if (files.some((name) => name.endsWith('.md') && name !== 'README.md')) return 'propose'
  return published.every(Boolean) ? 'none' : 'publish'
}

/** @param {{ name: string, version: string }} manifest */
async function isPublished({ name, version }) {
  // No answer counts as no: publishing asks again, and passes over what is there.
  const { stdout } = await runCommand('npm', ['view', `${name}@${version}`, 'version'])
  return stdout.trim() === version
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const published = await Promise.all(
    workspacePackages().map(({ manifest }) => isPublished(manifest)),
  )
  console.log(`step=${releaseStep(readdirSync(join(root, '.changeset')), published)}`)
}
