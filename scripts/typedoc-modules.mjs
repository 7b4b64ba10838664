// A typedoc plug-in: modules get the names by which they are imported, so that guides and
// comments can link to `@patchcord/core!gain`; each package's page begins with its README; and
// links in comments that a class inherits lead where they lead in the class above.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter, MinimalSourceFile } from 'typedoc'
import { workspacePackages } from './workspace-packages.mjs'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => nameModules(app, project), 100)
  app.converter.addUnknownSymbolResolver((_, reflection, __, symbolId) =>
    symbolId === undefined ? undefined : inheritedTarget(reflection.project, symbolId),
  )
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

/**
 * typedoc does not find members of generic classes again under the symbols that links in
 * inherited comments name; their package, file and name do say which is meant.
 *
 * @param {import('typedoc').ProjectReflection} project
 * @param {import('typedoc').ReflectionSymbolId} symbolId
 */
function inheritedTarget(project, symbolId) {
  if (symbolId.packageName === '@types/node') return 'https://nodejs.org/docs/latest-v20.x/api/'
  const target = Object.values(project.reflections).find((candidate) => {
    if (candidate.flags.isInherited || candidate.isSignature()) return false
    const id = project.getSymbolIdFromReflection(candidate)
    return (
      id?.packageName === symbolId.packageName &&
      id.packagePath === symbolId.packagePath &&
      id.qualifiedName === symbolId.qualifiedName
    )
  })
  if (target === undefined) return undefined
  // typedoc takes a place in the documentation here as well as an address; its types do not say so.
  return { target: /** @type {any} */ (target), caption: target.name }
}
