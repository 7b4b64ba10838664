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
      return { name: manifest.name, folder, manifest, entries: entriesOf(manifest, folder) }
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
    const name = /^\.\/dist\/(.+)\.js$/.exec(file)?.[1]
    if (name === undefined) return []
    return [
      {
        specifier: manifest.name + subpath.slice(1),
        source: join(folder, 'src', `${name}.ts`),
        name,
      },
    ]
  })
}
