import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { installTarballs, nodeGypBuild } from './consumer-project.mjs'
import { runPnpm } from './package-manager.mjs'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'

/** Where the addon's package is in a project. */
export const installedPackage = join('node_modules', '@patchcord', 'devices-native')

const programs = join(root, 'scripts', 'consumer-native')

/**
 * The tarball of the addon's package with a binary in it, as it would be published.
 *
 * @param {string} folder for what is made on the way
 * @param {string} tarball
 * @param {string} binary
 * @param {import('./prebuild-targets.mjs').PrebuildTarget} target what the binary is for
 * @returns {Promise<string>} the tarball
 */
export async function packWithBinary(folder, tarball, binary, target) {
  mkdirSync(folder, { recursive: true })
  await succeed('tar', ['-xzf', tarball, '-C', folder])
  const place = join(folder, 'package', 'prebuilds', target.folder, target.file)
  mkdirSync(dirname(place), { recursive: true })
  copyFileSync(binary, place)
  const packed = await succeed('npm', ['pack', './package', '--ignore-scripts', '--json'], folder)
  return join(folder, JSON.parse(packed)[0].filename)
}

/**
 * Installs tarballs into a new folder, with the programs of scripts/consumer-native.
 *
 * @param {string} folder
 * @param {readonly string[]} tarballs
 */
export async function installByNpm(folder, tarballs) {
  mkdirSync(folder, { recursive: true })
  const { code, output } = await installTarballs(folder, tarballs)
  if (code !== 0) throw new Error(`npm does not install the tarballs:\n${output}`)
  cpSync(programs, folder, { recursive: true })
}

/**
 * The same as pnpm installs them: a package finds nothing but what it names.
 *
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} tarballs by the packages' names
 */
export async function installByPnpm(folder, tarballs) {
  mkdirSync(folder, { recursive: true })
  const files = Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`])
  const dependencies = Object.fromEntries(files)
  // What the packages name is taken from here too, so that no registry is asked.
  const overrides = { ...dependencies, 'node-gyp-build': `file:${nodeGypBuild}` }
  write(join(folder, 'package.json'), { private: true, dependencies })
  write(join(folder, 'pnpm-workspace.yaml'), { packages: ['.'], overrides, hoist: false })
  const args = ['install', '--offline', '--ignore-scripts']
  const { code, output } = await runPnpm(args, { cwd: folder })
  if (code !== 0) throw new Error(`pnpm does not install the tarballs:\n${output}`)
  cpSync(programs, folder, { recursive: true })
}

/** JSON, which is YAML too. @param {string} file @param {unknown} content */
function write(file, content) {
  writeFileSync(file, JSON.stringify(content))
}

/**
 * Packs bundled.mjs with all that it imports into one file.
 *
 * @param {string} folder with the packages in its node_modules
 * @param {'esm' | 'cjs'} format
 * @param {string} outfile
 */
export async function bundle(folder, format, outfile) {
  await build({
    entryPoints: [join(folder, 'bundled.mjs')],
    bundle: true,
    platform: 'node',
    format,
    outfile,
    // In CommonJS `import.meta` is empty, of which esbuild warns; the code knows.
    logLevel: 'error',
  })
}

/**
 * What a program prints, line by line, each JSON.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<any[]>}
 */
export async function printed(folder, args, env = {}) {
  const { code, stdout, output } = await runCommand(process.execPath, args, { cwd: folder, env })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}:\n${output}`)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** @param {string} command @param {readonly string[]} args @param {string} [cwd] */
async function succeed(command, args, cwd = root) {
  const { code, stdout, output } = await runCommand(command, args, { cwd })
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${output}`)
  return stdout
}
