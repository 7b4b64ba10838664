import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buildNative } from './build-native.mjs'
import { filesBelow, hashFiles, unlessStamped } from './content-stamp.mjs'
import { withLock } from './lock.mjs'
import { localProgram } from './local-program.mjs'
import { runPnpm } from './package-manager.mjs'
import { requireNode } from './require-node.mjs'
import { cacheFolder, root } from './root.mjs'
import { runCommand } from './run-command.mjs'
import { workspacePackages } from './workspace-packages.mjs'

/** Whether what cannot be done here is a failure, as in CI. */
const requireAll = process.env.PATCHCORD_REQUIRE === 'all'

/** Progress goes to standard error: standard output belongs to the program that is started. */
const say = (/** @type {string} */ text) => process.stderr.write(`patchcord: ${text}\n`)

/**
 * Installs and builds what has changed since the last time.
 *
 * @throws Error with one line that says which step failed; its output has been shown. So does a
 *   native backend that cannot be built here, where PATCHCORD_REQUIRE is `all`
 */
export async function setUp() {
  await install()
  const reason = await build()
  if (reason !== undefined && requireAll) {
    throw new Error(`${reason}, and with PATCHCORD_REQUIRE=all the native backend must be there`)
  }
}

/** Installs the dependencies if the lock file or a manifest has changed. */
export async function install() {
  requireNode()
  const manifests = ['packages', 'examples', 'bench'].flatMap((folder) =>
    filesBelow(join(root, folder), (name) => /^([^/]+\/)?package\.json$/.test(name)),
  )
  const hash = hashFiles(root, [
    ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(root, name)),
    ...manifests,
  ])
  // Beside what it vouches for: who deletes node_modules deletes the stamp.
  const stampFile = join(root, 'node_modules', '.patchcord', 'install')
  await withLock('install', () =>
    unlessStamped(stampFile, hash, async () => {
      say('installing dependencies (first run, or the lock file has changed) ...')
      const { code } = await runPnpm(
        ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
        { echo: process.stderr },
      )
      if (code !== 0) throw new Error(`the installation failed with exit code ${code}`)
    }),
  )
}

/** @type {Promise<unknown> | undefined} */
let buildOfThisProcess

/**
 * Builds like {@link build}, once for all checks of this process.
 *
 * @returns {Promise<unknown>}
 */
export function buildOnce() {
  return (buildOfThisProcess ??= build())
}

/**
 * Builds what has changed; the JavaScript and the native backend at a time.
 *
 * @returns {Promise<string | undefined>} why there is no native backend
 */
async function build() {
  // Both come to their end, so that no lock is left behind by the one that goes on.
  const [javaScript, backend] = await Promise.allSettled([buildJavaScript(), buildBackend()])
  if (javaScript.status === 'rejected') throw javaScript.reason
  if (backend.status === 'rejected') throw backend.reason
  return backend.value
}

/** Builds the native backend, or says in one line that the TypeScript one will be used. */
async function buildBackend() {
  const { reason } = await buildNative('Release')
  if (reason !== undefined && !requireAll) say(`${reason}: using the TypeScript backend`)
  return reason
}

/** Builds every package, the examples and the benchmarks if a source has changed. */
async function buildJavaScript() {
  const stampFile = join(cacheFolder, 'build.stamp')
  const complete = workspacePackages().every(({ folder, entries, commands }) =>
    [...entries, ...commands].every(({ name }) => existsSync(join(folder, 'dist', `${name}.js`))),
  )
  if (!complete) rmSync(stampFile, { force: true })
  await withLock('build', () =>
    unlessStamped(stampFile, hashFiles(root, buildInputs()), async () => {
      const startedAt = Date.now()
      say('building (first run, or a source has changed) ...')
      const { code, output } = await runCommand(process.execPath, [
        localProgram('rollup'),
        '--config',
        '--silent',
      ])
      if (code !== 0) throw new Error(`the build failed:\n${output.trim()}`)
      removeOlder(startedAt)
      say(`built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    }),
  )
}

/**
 * Removes what earlier builds wrote and this one did not: parts that have another name now.
 *
 * @param {number} startedAt
 */
function removeOlder(startedAt) {
  const folders = [
    ...workspacePackages().map(({ folder }) => folder),
    join(root, 'examples'),
    join(root, 'bench'),
  ]
  for (const file of folders.flatMap((folder) => filesBelow(join(folder, 'dist')))) {
    // Dates of files may be cut to whole seconds.
    if (statSync(file).mtimeMs < startedAt - 1000) rmSync(file)
  }
}

function buildInputs() {
  const isSource = (/** @type {string} */ name) => !/(\.test|\.test-d)\.ts$/.test(name)
  return [
    ...workspacePackages().flatMap(({ folder }) => [
      join(folder, 'package.json'),
      join(folder, 'tsconfig.json'),
      ...filesBelow(join(folder, 'src'), isSource),
    ]),
    ...['examples', 'bench'].flatMap((name) => filesBelow(join(root, name), isSource)),
    ...['package.json', 'tsconfig.base.json', 'rollup.config.js'].map((name) => join(root, name)),
    ...['content-stamp', 'erase-types', 'source-entries', 'workspace-packages'].map((name) =>
      join(root, 'scripts', `${name}.mjs`),
    ),
  ]
}
