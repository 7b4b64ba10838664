// A typedoc plug-in: modules get the names by which they are imported, so that guides and
// comments can link to `@patchcord/core!gain`, and each package's page begins with its README.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter, MinimalSourceFile } from 'typedoc'
import { workspacePackages } from './workspace-packages.mjs'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => nameModules(app, project), 100)
}

/**
 * @param {import('typedoc').Application} app
 * @param {import('typedoc').ProjectReflection} project
 */
function nameModules(app, project) {
  const packages = workspacePackages()
  for (const module of project.children ?? []) {
    const [, folder, subpath = ''] = /^([^/]+)\/src(\/.+)?$/.exec(module.name) ?? []
    const item = packages.find((candidate) => candidate.folder.endsWith(`/${folder}`))
    if (item === undefined) continue
    module.name = item.name + subpath
    if (subpath !== '') continue
    const path = join(item.folder, 'README.md')
    // The page has the package's name as its title already.
    const text = readFileSync(path, 'utf8').replace(/^# .*\n/, '')
    const source = new MinimalSourceFile(text, /** @type {never} */ (path))
    module.readme = app.converter.parseRawComment(source, project.files).content
  }
}
