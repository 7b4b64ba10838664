import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildNative, nativeInputs } from '../build-native.mjs'
import { buildPrebuild } from '../build-prebuild.mjs'
import { hashFiles, unlessStamped } from '../content-stamp.mjs'
import { elfFileFaults, hasReadelf } from '../elf-faults.mjs'
import { prebuildTargets } from '../prebuild-targets.mjs'
import { cacheFolder, root } from '../root.mjs'
import { runCommand } from '../run-command.mjs'

/** Loads an addon and computes with it, in a process of its own. */
const user = join(root, 'scripts', 'use-addon.mjs')

/**
 * What the addon needs of a machine: as it is built here, and as it is published for this system,
 * which has to run with an older glibc.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  const name = `linux-${process.arch}-glibc`
  const target = prebuildTargets[name]
  if (process.platform !== 'linux' || target?.glibc === undefined) return { passed: 0 }
  if (!(await hasReadelf())) return { skips: ['binaries are read with readelf (binutils)'] }
  const dev = await buildNative('Release')
  if (dev.path === undefined) return { skips: [`the native backend: ${dev.reason}`] }
  const published = await publishable(name)
  if (published.path === undefined) return { skips: [`the binary to publish: ${published.reason}`] }
  const failures = [...(await faults(dev.path)), ...(await faults(published.path, target.glibc))]
  return { failures }
}

/** @param {string} name */
async function publishable(name) {
  const into = join(cacheFolder, 'prebuilds')
  const target = prebuildTargets[name]
  /** @type {{ path?: string, reason?: string }} */
  let built = { path: join(into, target?.folder ?? '', target?.file ?? '') }
  const stampFile = join(into, `${name}.stamp`)
  if (!existsSync(built.path ?? '')) rmSync(stampFile, { force: true })
  const scripts = ['build-prebuild', 'prebuild-targets', 'zig'].map((file) =>
    join(root, 'scripts', `${file}.mjs`),
  )
  const hash = hashFiles(root, [...nativeInputs(), ...scripts])
  await unlessStamped(stampFile, hash, async () => {
    process.stdout.write(`    building the addon for ${name} ...\n`)
    built = await buildPrebuild(name, into)
    return built.path !== undefined
  })
  return built
}

/**
 * @param {string} path
 * @param {string} [oldest] the glibc that it has to run with; default: that of this machine
 * @returns {Promise<string[]>}
 */
async function faults(path, oldest) {
  const needs = await elfFileFaults(path, oldest)
  const faulty = needs.map((fault) => `${path} ${fault}`)
  const { code, output } = await runCommand(process.execPath, [user, path])
  if (code !== 0) faulty.push(`${path} does not work: ${output.trim().split('\n').at(-1)}`)
  return faulty
}
