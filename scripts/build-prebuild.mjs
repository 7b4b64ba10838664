// node scripts/build-prebuild.mjs NAME ...: builds the addon as it is published for systems, such
// as linux-x64-glibc, into prebuilds/. Linux is built anywhere with zig, the others on themselves.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { napiBuild, nativeFolder, nativePackage } from './build-native.mjs'
import { standardLibraryNotices } from './prebuild-faults.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'
import { runCommand } from './run-command.mjs'
import { install } from './set-up.mjs'
import { zigEnvironment } from './zig.mjs'

/**
 * Builds the addon as it is published for a system.
 *
 * @param {string} name of a system in prebuild-targets.mjs
 * @param {string} [into] default: where the package is published from
 * @returns {Promise<{ path?: string, reason?: string }>} why it cannot be built here, in one line
 * @throws Error where the sources do not compile
 */
export async function buildPrebuild(name, into = join(nativePackage, 'prebuilds')) {
  const target = prebuildTargets[name]
  if (target === undefined) {
    throw new Error(`expected one of ${Object.keys(prebuildTargets).join(', ')}; got ${name}`)
  }
  const path = join(into, target.folder, target.file)
  const reason = await (target.folder.startsWith('linux-') ? buildByZig : buildByNapi)(target, path)
  if (reason !== undefined) return { reason }
  await copyStandardLibraryNotices(join(into, standardLibraryNotices))
  return { path }
}

/** @typedef {(target: import('./prebuild-targets.mjs').PrebuildTarget, path: string) => Promise<string | undefined>} Build */

/** @type {Build} */
async function buildByZig({ triple, glibc, rustFlags }, path) {
  const { reason, env } = await zigEnvironment()
  if (reason !== undefined) return reason
  const system = glibc === undefined ? triple : `${triple}.${glibc}`
  const { code } = await runCommand(
    'cargo-zigbuild',
    ['zigbuild', '--release', '--locked', '--package', 'patchcord-devices', '--target', system],
    { cwd: nativeFolder, echo: process.stderr, env: { ...env, ...flags(rustFlags) } },
  )
  if (code !== 0) throw new Error(`the addon for ${triple} does not build`)
  const library = 'libpatchcord_devices.so'
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(join(nativeFolder, 'target', triple, 'release', library), path)
  return undefined
}

/** @type {Build} */
async function buildByNapi({ triple, folder, rustFlags }, path) {
  const here = `${process.platform}-${process.arch}`
  if (folder !== here) return `what is for ${folder} is built there; this is ${here}`
  // What napi puts there is named as node-gyp-build wants it, but for the tag of a C library.
  const args = ['--target', triple, '--', '--locked']
  if (await napiBuild(dirname(path), args, flags(rustFlags))) return undefined
  throw new Error(`the addon for ${triple} does not build`)
}

/** @param {string | undefined} rustFlags @returns {NodeJS.ProcessEnv} */
function flags(rustFlags) {
  return rustFlags === undefined ? {} : { RUSTFLAGS: rustFlags }
}

/**
 * The Rust standard library is in every binary; the toolchain brings the notices of what it is made
 * of.
 *
 * @param {string} path
 */
async function copyStandardLibraryNotices(path) {
  const { stdout } = await runCommand('rustc', ['--print', 'sysroot'])
  const notices = join(stdout.trim(), 'share', 'doc', 'rust', 'COPYRIGHT-library.html')
  if (existsSync(notices)) copyFileSync(notices, path)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await install()
  for (const name of process.argv.slice(2)) {
    const { path, reason } = await buildPrebuild(name)
    console.log(path ?? `${name}: ${reason}`)
    if (path === undefined) process.exitCode = 1
  }
}
