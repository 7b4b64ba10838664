import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildNative } from '../build-native.mjs'
import { inTemporaryFolder } from '../in-temporary-folder.mjs'
import { nativeConsumerCases } from '../native-consumer-cases.mjs'
import {
  installByNpm,
  installByPnpm,
  installedPackage,
  packWithBinary,
} from '../native-consumer.mjs'
import { packPackages } from '../pack-packages.mjs'
import { prebuildTargets } from '../prebuild-targets.mjs'
import { buildOnce } from '../set-up.mjs'

const here = `${process.platform}-${process.arch}`
const target = prebuildTargets[process.platform === 'linux' ? `${here}-glibc` : here]

/**
 * The packages with an addon in them, installed in an empty project: it is found there, and where it
 * cannot be used everything runs all the same and the report says why.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  await buildOnce()
  const { path, reason } = await buildNative('Release')
  if (path === undefined) return { skips: [`the native backend: ${reason}`] }
  if (target === undefined) return { skips: [`no binaries are published for ${here}`] }
  const tarballs = await packPackages()
  const tarballOf = (/** @type {string} */ name) =>
    tarballs.find((file) => basename(file).startsWith(`patchcord-${name}-`)) ?? name
  /** @type {string[]} */
  const failures = []
  await inTemporaryFolder(async (top) => {
    const pack = join(top, 'pack')
    const addon = await packWithBinary(pack, tarballOf('devices-native'), path, target)
    const folder = join(top, 'project')
    const elsewhere = join(top, 'elsewhere')
    mkdirSync(elsewhere)
    const binary = join(folder, installedPackage, 'prebuilds', target.folder, target.file)
    const core = tarballOf('core')
    await installByNpm(folder, [core, addon])
    const strict = join(top, 'strict')
    await installByPnpm(strict, { '@patchcord/core': core, '@patchcord/devices-native': addon })
    for (const [what, run] of nativeConsumerCases) {
      await run({ folder, binary, strict, elsewhere }).catch((error) => {
        process.stdout.write(`--- ${what}\n${error.stack}\n`)
        failures.push(`not so: ${what}`)
      })
    }
  })
  const passed = nativeConsumerCases.length - failures.length
  return { passed, failed: failures.length, failures }
}
