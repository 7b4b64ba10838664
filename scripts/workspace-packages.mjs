import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/**
 * @typedef {object} Entry
 * @property {string} specifier what a user imports, such as `@patchcord/core/rx`
 * @property {string} source its TypeScript file, absolute
 * @property {string} name its path in dist/ without extension, such as `rx/index`
 */

/**
 * @typedef {object} WorkspacePackage
 * @property {string} name
 * @property {string} folder absolute
 * @property {any} manifest package.json, parsed
 * @property {Entry[]} entries one for each JavaScript subpath in `exports`
 * @property {Entry[]} commands one for each command in `publishConfig.bin`; its specifier is its name
 */

/**
 * The published packages of this repository with the entries that their `exports` name. The
 * build, the tests, the docs and the packaging checks all take them from here.
 *
 * @returns {WorkspacePackage[]}
 */
export function workspacePackages() {
  const parent = join(root, 'packages')
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return {
        name: manifest.name,
        folder,
        manifest,
        entries: entriesOf(manifest, folder),
        commands: commandsOf(manifest, folder),
      }
    })
}

/**
 * @param {any} manifest
 * @param {string} folder
 * @returns {Entry[]}
 */
export function entriesOf(manifest, folder) {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const file = typeof target === 'string' ? target : target.default
    return builtEntry(manifest.name + subpath.slice(1), file, folder)
  })
}

/**
 * The commands of a package. They stand below `publishConfig`, from where they move up when it is
 * packed: in the workspace pnpm would link them, and warn as long as they are not built.
 *
 * @param {any} manifest
 * @param {string} folder
 * @returns {Entry[]}
 */
export function commandsOf(manifest, folder) {
  return Object.entries(manifest.publishConfig?.bin ?? {}).flatMap(([name, file]) =>
    builtEntry(name, file, folder),
  )
}

/**
 * @param {string} specifier
 * @param {string} file as the manifest names it
 * @param {string} folder
 * @returns {Entry[]} none for a file that is not built
 */
function builtEntry(specifier, file, folder) {
  const name = /^\.\/dist\/(.+)\.js$/.exec(file)?.[1]
  if (name === undefined) return []
  return [{ specifier, source: join(folder, 'src', `${name}.ts`), name }]
}
