import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localProgram } from './local-program.mjs'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'
import { workspacePackages } from './workspace-packages.mjs'

/** @typedef {import('./run-command.mjs').CommandResult} CommandResult */

const specifiers = workspacePackages().flatMap(({ entries }) =>
  entries.map(({ specifier }) => specifier),
)

/** The folder of what looks for the addon. */
export const nodeGypBuild = realpathSync(
  join(root, 'packages', 'devices-native', 'node_modules', 'node-gyp-build'),
)

/**
 * Installs tarballs into an empty project. What else they depend on comes from this repository, so
 * no registry is asked; optional peers too, as links.
 *
 * @param {string} folder
 * @param {readonly string[]} tarballs
 * @returns {Promise<CommandResult>}
 */
export async function installTarballs(folder, tarballs) {
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }\n')
  cpSync(join(root, 'scripts', 'consumer'), folder, { recursive: true })
  const result = await runCommand(
    'npm',
    [
      ...['install', '--no-audit', '--no-fund', '--offline', '--ignore-scripts', '--install-links'],
      ...[...tarballs, nodeGypBuild],
    ],
    { cwd: folder },
  )
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@types'), { recursive: true })
  for (const name of ['rxjs', '@types/node']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
  }
  return result
}

/**
 * Loads every entry by `import` and by `require()`, and runs the programs of scripts/consumer.
 *
 * @param {string} folder
 * @returns {Promise<[string, CommandResult][]>}
 */
export async function useAtRunTime(folder) {
  const list = JSON.stringify(specifiers)
  writeFileSync(
    join(folder, 'same-instance.mjs'),
    `import { createRequire } from 'node:module'
import assert from 'node:assert'
const require = createRequire(import.meta.url)
for (const specifier of ${list}) {
  const imported = await import(specifier)
  const required = require(specifier)
  assert.ok(Object.keys(imported).length > 0, specifier + ' exports nothing')
  for (const name of Object.keys(imported)) {
    assert.strictEqual(required[name], imported[name], specifier + ': two copies of ' + name)
  }
}
`,
  )
  /** @type {[string, CommandResult][]} */
  const results = []
  for (const program of ['same-instance.mjs', 'use-by-import.mjs', 'use-by-require.cjs']) {
    results.push([program, await runCommand(process.execPath, [program], { cwd: folder })])
  }
  return results
}

/**
 * Compiles scripts/consumer/use-types.ts and an import of every entry, libraries included, under
 * both module resolutions that users have.
 *
 * @param {string} folder
 * @returns {Promise<[string, CommandResult][]>}
 */
export async function typeCheckConsumer(folder) {
  const imports = specifiers.map((specifier, index) => `import * as e${index} from '${specifier}'`)
  const uses = specifiers.map((_, index) => `e${index}`).join(', ')
  writeFileSync(
    join(folder, 'every-entry.mts'),
    `${imports.join('\n')}\nexport default [${uses}]\n`,
  )
  writeFileSync(
    join(folder, 'required.cts'),
    `${specifiers.map((name, index) => `import e${index} = require('${name}')`).join('\n')}\nexport const all = [${uses}]\n`,
  )
  /** @type {[string, CommandResult][]} */
  const results = []
  for (const [name, options, files] of /** @type {const} */ ([
    ['nodenext', { module: 'nodenext' }, ['every-entry.mts', 'required.cts', 'use-types.mts']],
    [
      'bundler',
      { module: 'preserve', moduleResolution: 'bundler' },
      ['every-entry.mts', 'use-types.mts'],
    ],
  ])) {
    const config = `tsconfig.${name}.json`
    const compilerOptions = {
      ...options,
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    }
    writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files }))
    const tsc = [localProgram('typescript', 'tsc'), '-p', config]
    results.push([`tsc with ${name}`, await runCommand(process.execPath, tsc, { cwd: folder })])
  }
  return results
}
