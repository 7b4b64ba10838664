import assert from 'node:assert'
import { readFileSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, installedPackage, printed } from './native-consumer.mjs'

/**
 * @typedef {object} Project
 * @property {string} folder with the packages installed, the addon's with a binary, and the
 *   programs of scripts/consumer-native
 * @property {string} binary the installed addon
 * @property {string} strict such a folder as pnpm makes it
 * @property {string} elsewhere a folder without any packages
 */

/** @typedef {(project: Project) => Promise<void>} Case */

/** What run.mjs prints where all is well. */
const fused = { name: 'native', fused: 1 }

/** @type {Case} */
async function isPackedWhole({ folder }) {
  const files = readdirSync(join(folder, installedPackage)).toSorted()
  const texts = ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md']
  assert.deepStrictEqual(files, [...texts, 'dist', 'package.json', 'prebuilds'])
  // Neither is there a script; nor would npm run node-gyp, for want of a binding.gyp.
  const manifest = readFileSync(join(folder, installedPackage, 'package.json'), 'utf8')
  assert.deepStrictEqual(JSON.parse(manifest).scripts ?? {}, {})
}

/** @type {Case} */
async function isFound({ folder }) {
  assert.deepStrictEqual(await printed(folder, ['run.mjs']), [fused])
  assert.deepStrictEqual(await printed(folder, ['run.mjs', 'native']), [fused])
  const [{ name, fallbackReason }] = await printed(folder, ['run.mjs', 'js'])
  assert.deepStrictEqual([name, fallbackReason], ['js', undefined])
}

/** @type {Case} */
async function isFoundByRequire({ folder, binary }) {
  const [{ name, own, path }] = await printed(folder, ['run-required.cjs'])
  assert.deepStrictEqual([name, own], ['native', 'native'])
  // A temporary folder may be a link to another.
  assert.ok(path.endsWith(binary.slice(folder.length)), path)
}

/** @type {Case} */
async function isUsedInThreads({ folder }) {
  assert.deepStrictEqual(await printed(folder, ['run-in-workers.mjs']), [fused, fused, fused])
}

/** @type {Case} */
async function isFoundByPnpm({ strict }) {
  assert.deepStrictEqual(await printed(strict, ['run.mjs', 'native']), [fused])
  assert.deepStrictEqual(await printed(strict, ['run-in-workers.mjs']), [fused, fused, fused])
  const [{ own }] = await printed(strict, ['run-required.cjs'])
  assert.strictEqual(own, 'native')
}

/** @type {Case} */
async function isFoundByBundles({ folder }) {
  for (const file of await bundles(folder, folder)) {
    const [{ name, own }] = await printed(folder, [file])
    assert.deepStrictEqual([name, own], ['native', 'native'], file)
  }
}

/** @type {Case} */
async function isMissedByBundles({ folder, elsewhere }) {
  for (const file of await bundles(folder, elsewhere)) {
    const [{ name, fallbackReason, own, reason }] = await printed(elsewhere, [file])
    assert.deepStrictEqual([name, own], ['js', 'backend-missing'], file)
    assert.match(fallbackReason, /^@patchcord\/devices-native is not installed$/, file)
    assert.match(reason, /is not installed where .*: a bundle holds no binary, so install/, file)
  }
}

/** @type {Case} */
async function isForAnotherLibrary({ folder }) {
  if (process.platform === 'linux') {
    await fallsBack(folder, /^there is no binary for linux-.*LIBC=musl/, { LIBC: 'musl' })
  }
}

/** @type {Case} */
async function isDamaged({ folder, binary }) {
  truncateSync(binary, 100_000)
  await fallsBack(folder, /^the binary .*devices.*node does not load on .*it is damaged/)
}

/** @type {Case} */
async function isAbsent({ folder, binary }) {
  rmSync(binary)
  await fallsBack(folder, /^there is no binary for /)
}

/** @type {Case} */
async function isWithoutPackage({ folder }) {
  rmSync(join(folder, installedPackage), { recursive: true })
  await fallsBack(folder, /^@patchcord\/devices-native is not installed$/)
}

/**
 * Everything runs in TypeScript and the report says why; who insists gets an error that says it.
 *
 * @param {string} folder
 * @param {RegExp} reason
 * @param {NodeJS.ProcessEnv} [env]
 */
async function fallsBack(folder, reason, env) {
  const [{ name, fallbackReason }] = await printed(folder, ['run.mjs'], env)
  assert.strictEqual(name, 'js')
  assert.match(fallbackReason, reason)
  const [{ code, message }] = await printed(folder, ['run.mjs', 'native'], env)
  assert.strictEqual(code, 'backend-missing')
  assert.ok(message.includes(fallbackReason), message)
}

/** @param {string} folder @param {string} into @returns {Promise<string[]>} in both formats */
async function bundles(folder, into) {
  const files = [join(into, 'bundle-esm.mjs'), join(into, 'bundle-cjs.cjs')]
  await bundle(folder, 'esm', files[0] ?? '')
  await bundle(folder, 'cjs', files[1] ?? '')
  return files
}

/**
 * What users meet. Each leaves the project as the next one needs it.
 *
 * @type {readonly [string, Case][]}
 */
export const nativeConsumerCases = [
  ['the package holds what it needs and no install script', isPackedWhole],
  ['a binary is found by import', isFound],
  ['a binary is found by require()', isFoundByRequire],
  ['a binary is used by several threads at a time', isUsedInThreads],
  ['a binary is found in a project of pnpm', isFoundByPnpm],
  ['a bundle beside the package finds the binary', isFoundByBundles],
  ['a bundle by itself falls back', isMissedByBundles],
  ['a binary for another C library falls back', isForAnotherLibrary],
  ['a damaged binary falls back', isDamaged],
  ['a package without binaries falls back', isAbsent],
  ['without the package all runs in TypeScript', isWithoutPackage],
]
