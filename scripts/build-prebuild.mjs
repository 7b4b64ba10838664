// node scripts/build-prebuild.mjs NAME ...: builds the addon as it is published for systems, such
// as linux-x64-glibc, into prebuilds/.
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nativeFolder, nativePackage } from './build-native.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'
import { runCommand } from './run-command.mjs'
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
  const { triple, folder, file, library, glibc } = target
  const isLinux = triple.includes('linux')
  const zig = isLinux ? await zigEnvironment() : {}
  if (zig.reason !== undefined) return { reason: zig.reason }
  const args = ['--release', '--locked', '--package', 'patchcord-devices', '--target']
  const [program, first] = isLinux ? ['cargo-zigbuild', 'zigbuild'] : ['cargo', 'build']
  const { code } = await runCommand(
    program,
    [first, ...args, glibc === undefined ? triple : `${triple}.${glibc}`],
    {
      cwd: nativeFolder,
      echo: process.stderr,
      env: {
        ...zig.env,
        // An addon takes the C library of the process that loads it.
        ...(triple.endsWith('musl') ? { RUSTFLAGS: '-C target-feature=-crt-static' } : {}),
      },
    },
  )
  if (code !== 0) throw new Error(`the addon for ${name} does not build`)
  const path = join(into, folder, file)
  mkdirSync(join(into, folder), { recursive: true })
  copyFileSync(join(nativeFolder, 'target', triple, 'release', library), path)
  return { path }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of process.argv.slice(2)) {
    const { path, reason } = await buildPrebuild(name)
    console.log(path ?? `${name}: ${reason}`)
    if (path === undefined) process.exitCode = 1
  }
}
