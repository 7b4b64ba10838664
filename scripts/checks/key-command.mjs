import assert from 'node:assert'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { inTemporaryFolder } from '../in-temporary-folder.mjs'
import { node24 } from '../node-24.mjs'
import { packPackages } from '../pack-packages.mjs'
import { runCommand } from '../run-command.mjs'
import { buildOnce } from '../set-up.mjs'

/**
 * `npx -p @patchcord/crypto patchcord-keys` as a user has it: installed from the tarballs, on the
 * oldest and the next Node, two ends agree on a key.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  await buildOnce()
  const wanted = /\/patchcord-(core|crypto)-[^/]+$/
  const tarballs = (await packPackages()).filter((file) => wanted.test(file.replaceAll('\\', '/')))
  assert.strictEqual(tarballs.length, 2, `expected two tarballs, got ${tarballs.join(', ')}`)
  const next = await node24()
  await inTemporaryFolder(async (top) => {
    writeFileSync(join(top, 'package.json'), '{ "name": "consumer", "private": true }\n')
    const options = ['--no-audit', '--no-fund', '--offline', '--ignore-scripts']
    await succeed(top, process.execPath, 'npm', ['install', ...options, ...tarballs])
    for (const node of [process.execPath, ...(next === undefined ? [] : [next])]) {
      const folder = join(top, node === next ? 'next' : 'this')
      mkdirSync(folder)
      await agreeOnKey(folder, node)
    }
  })
  return next === undefined ? { passed: 1, skips: ['Node 24 could not be fetched'] } : {}
}

/**
 * @param {string} folder below the project that has the package
 * @param {string} node
 */
async function agreeOnKey(folder, node) {
  const npx = ['--no', '-p', '@patchcord/crypto', 'patchcord-keys']
  const keys = async (/** @type {string[]} */ ...args) =>
    JSON.parse(await succeed(folder, node, 'npx', [...npx, ...args, '--json']))
  const version = await succeed(folder, node, 'node', ['--version'])
  assert.strictEqual(version.startsWith('v24.'), node !== process.execPath, version)
  await keys('generate', '--agreement', 'ada.key')
  const { publicKey } = await keys('generate', '--agreement', 'bob.key')
  const ours = await keys('agree', 'ada.key', publicKey, 'ours.key')
  const theirs = await keys('agree', 'bob.key', 'ada.key.pub', 'theirs.key')
  assert.match(ours.fingerprint, /^(\d{5} ?){8}$/)
  assert.strictEqual(theirs.fingerprint, ours.fingerprint)
  if (process.platform === 'win32') return
  for (const file of ['ada.key', 'bob.key', 'ours.key', 'theirs.key'])
    assert.strictEqual(statSync(join(folder, file)).mode & 0o777, 0o600, file)
}

/**
 * @param {string} cwd
 * @param {string} node comes first on the path
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string>} standard output
 */
async function succeed(cwd, node, command, args) {
  const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  const { code, output, stdout } = await runCommand(command, args, { cwd, env })
  assert.strictEqual(code, 0, `${command} ${args.join(' ')} ended with ${code}:\n${output}`)
  return stdout
}
