import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { filesBelow, hashFiles, unlessStamped } from './content-stamp.mjs'
import { withLock } from './lock.mjs'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'

/** The package that holds the Rust code. */
export const nativePackage = join(root, 'packages', 'devices-native')
/** Its Cargo workspace. */
export const nativeFolder = join(nativePackage, 'native')

/**
 * What is built: where to, and with which features. `Testing` has what the tests look at the
 * addon with.
 */
const variants = { Release: [], Testing: ['testing'] }

/** @typedef {keyof typeof variants} Variant */

/**
 * @typedef {object} NativeBuild
 * @property {string} [path] the addon
 * @property {string} [reason] why there is none, in one line
 */

/** Progress goes to standard error, as in set-up.mjs. */
const say = (/** @type {string} */ text) => process.stderr.write(`patchcord: ${text}\n`)

/**
 * Builds an addon from the Rust sources if they have changed since the last time.
 *
 * @param {Variant} variant
 * @returns {Promise<NativeBuild>} a reason where this machine has no Rust, or crates that are not
 *   there and cannot be fetched
 * @throws Error where the sources do not compile
 */
export async function buildNative(variant) {
  const folder = join(nativePackage, 'build', variant)
  const path = join(folder, 'devices.node')
  const stampFile = join(folder, '.stamp')
  if (!existsSync(path)) rmSync(stampFile, { force: true })
  /** @type {string | undefined} */
  let reason
  // One lock for all variants: they share the target folder.
  await withLock('native', () =>
    unlessStamped(stampFile, hashFiles(root, nativeInputs()), async () => {
      const startedAt = Date.now()
      reason = await prepare(variant)
      if (reason !== undefined) return false
      await runNapi(folder, variants[variant])
      say(`built the native backend in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
      return true
    }),
  )
  return reason === undefined ? { path } : { reason }
}

/** What an addon is made of. */
export function nativeInputs() {
  return [
    ...filesBelow(nativeFolder, (name) => /\.(rs|toml|lock)$/.test(name)),
    join(nativePackage, 'napi.json'),
    join(nativePackage, 'package.json'),
    join(root, 'scripts', 'build-native.mjs'),
  ]
}

/** @param {string} folder @param {readonly string[]} features */
async function runNapi(folder, features) {
  const args = features.length === 0 ? [] : ['--features', features.join(' ')]
  if (!(await napiBuild(folder, args))) throw new Error('the native backend does not build')
}

/**
 * Builds the addon with `napi build`.
 *
 * @param {string} folder where `devices.node` is put
 * @param {readonly string[]} args more of them
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 * @returns {Promise<boolean>} whether it compiles; what was printed has been shown
 */
export async function napiBuild(folder, args, env = {}) {
  mkdirSync(folder, { recursive: true })
  const { code } = await runCommand(
    process.execPath,
    [
      napiProgram(),
      ...['build', '--release', '--no-js', '--config-path', 'napi.json'],
      ...['--manifest-path', 'native/addon/Cargo.toml', '--target-dir', 'native/target'],
      ...['--output-dir', folder],
      ...args,
    ],
    { cwd: nativePackage, echo: process.stderr, env },
  )
  return code === 0
}

/** The command line of `@napi-rs/cli`, which only the native package has. */
export function napiProgram() {
  const require = createRequire(join(nativePackage, 'package.json'))
  const manifest = require.resolve('@napi-rs/cli/package.json')
  return join(dirname(manifest), /** @type {any} */ (require(manifest)).bin.napi)
}

/** @param {Variant} variant @returns {Promise<string | undefined>} why nothing can be built here */
async function prepare(variant) {
  if (!(await hasCargo())) return 'there is no Rust toolchain (cargo)'
  say(`building the native backend (${variant.toLowerCase()}) ...`)
  const { code } = await runCommand('cargo', ['fetch', '--locked', '--quiet'], {
    cwd: nativeFolder,
  })
  return code === 0 ? undefined : 'the Rust crates cannot be fetched'
}

/** Whether `cargo` can be run here. */
export async function hasCargo() {
  const result = await runCommand('cargo', ['--version']).catch(() => ({ code: 1 }))
  return result.code === 0
}
