import { join } from 'node:path'
import { buildNative, nativeInputs } from '../build-native.mjs'
import { buildPrebuild } from '../build-prebuild.mjs'
import { hashFiles, unlessStamped } from '../content-stamp.mjs'
import { compareVersions, elfNeeds } from '../elf-needs.mjs'
import { prebuildTargets } from '../prebuild-targets.mjs'
import { cacheFolder, root } from '../root.mjs'
import { runCommand } from '../run-command.mjs'

/** All that the addon may need of a machine. */
const libraries = /^(libc\.so\.6|libm\.so\.6|libgcc_s\.so\.1|ld-linux.*\.so\.\d)$/
/** Parts of glibc that were files of their own before 2.34; every Node.js there has loaded them. */
const oldLibraries = /^(libpthread\.so\.0|libdl\.so\.2)$/

/** Loads an addon and computes with it, in a process of its own. */
const use = `
const addon = require(process.argv[1])
const spec = JSON.stringify({ kernel: 'gain', gain: 0.5, rampFrames: 0 })
const samples = Float32Array.of(1)
addon.createChain([addon.createKernel(spec, 48000, 1)]).process(samples, 1, samples)
if (samples[0] !== 0.5) throw new Error('0.5 was expected, got ' + samples[0])
`

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
  await unlessStamped(join(into, `${name}.stamp`), hashFiles(root, nativeInputs()), async () => {
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
  const { stdout } = await runCommand('readelf', ['-dVW', path])
  const needs = elfNeeds(stdout)
  const allowed = (/** @type {string} */ library) =>
    libraries.test(library) || (oldest !== undefined && oldLibraries.test(library))
  const faulty = needs.libraries
    .filter((library) => !allowed(library))
    .map((library) => `${path} needs ${library}`)
  if (!needs.libraries.includes('libc.so.6')) faulty.push(`readelf does not read ${path}`)
  if (oldest !== undefined && compareVersions(needs.glibc, oldest) > 0) {
    faulty.push(`${path} needs glibc ${needs.glibc}, and must run with ${oldest}`)
  }
  const { code, output } = await runCommand(process.execPath, ['-e', use, path])
  if (code !== 0) faulty.push(`${path} does not work: ${output.trim().split('\n').at(-1)}`)
  return faulty
}
