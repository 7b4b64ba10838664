import { Application } from 'typedoc'
import { root } from './root.mjs'
import { workspacePackages } from './workspace-packages.mjs'
import { writeExamplePages } from './write-example-pages.mjs'

/** Types that only shorten others: what they stand for is shown, and nobody has to name them. */
const shorthands = new Map([
  ['@patchcord/core', ['Check', 'FirstInput', 'LimiterParameter']],
  ['@patchcord/testkit', ['Hook']],
])

/**
 * Builds the documentation site into docs/site, from typedoc.json. An export without a comment, a
 * type that is used and not exported, and a dead link are reported and fail.
 *
 * @returns {Promise<boolean>} whether nothing was found
 */
export async function buildSite() {
  writeExamplePages()
  process.chdir(root)
  const app = await Application.bootstrapWithPlugins({ logLevel: 'Warn' })
  const project = await app.convert()
  if (project === undefined) return false
  // typedoc asks for the exports of the package that a project is named after: each in turn.
  const { packageName } = project
  for (const { name } of workspacePackages()) {
    project.packageName = name
    app.options.setValue('intentionallyNotExported', shorthands.get(name) ?? [])
    app.validate(project)
    app.options.setValue('validation', {
      notExported: true,
      invalidLink: false,
      notDocumented: false,
    })
  }
  if (packageName !== undefined) project.packageName = packageName
  if (app.logger.hasErrors() || app.logger.hasWarnings()) return false
  await app.generateOutputs(project)
  return !app.logger.hasErrors()
}
