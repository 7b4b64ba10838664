// node scripts/third-party-notices.mjs: writes down whose code is in the published addon, and under
// which licences. `npm test` says when that has changed.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nativeFolder, nativePackage } from './build-native.mjs'
import { licenceFile, licenceOf, plainText, standardText } from './crate-licences.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'
import { runCommand } from './run-command.mjs'

/** Where they are kept and published. */
export const noticesFile = join(nativePackage, 'THIRD-PARTY-NOTICES.md')

const opening = `# Third-party notices

Whose code the binaries in \`prebuilds\` hold. Made by \`node scripts/third-party-notices.mjs\` from
what Cargo links into them, for any system.

Besides the crates below they hold the Rust standard library, and those for Linux LLVM's libunwind
(Apache-2.0 WITH LLVM-exception), linked by zig. The notices of the standard library and of what it
is made of come with the binaries: \`prebuilds/rust-standard-library.html\`.
`

/**
 * The notices as they have to be for the crates in Cargo.lock.
 *
 * @returns {Promise<string>}
 * @throws Error where a crate's licence is not one that we know what to do for
 */
export async function thirdPartyNotices() {
  const linked = await linkedCrates()
  const { packages } = JSON.parse(await cargo(['metadata', '--format-version', '1']))
  /** @type {Map<string, string[]>} */
  const crates = new Map()
  for (const crate of packages) {
    const id = `${crate.name} v${crate.version}`
    // What has no source is ours.
    if (!linked.has(id) || crate.source === null) continue
    const licence = licenceOf(crate)
    const folder = dirname(crate.manifest_path)
    const file = licenceFile(readdirSync(folder), licence)
    const text =
      file === undefined
        ? standardText(crate, licence)
        : plainText(readFileSync(join(folder, file), 'utf8'))
    const line = `- ${crate.name} ${crate.version} (${licence}), ${crate.repository}`
    crates.set(text, [...(crates.get(text) ?? []), line])
  }
  const sections = [...crates].map(
    ([text, lines]) => `${lines.toSorted().join('\n')}\n\n\`\`\`text\n${text}\n\`\`\`\n`,
  )
  return [opening, ...sections.toSorted()].join('\n---\n\n')
}

/** The names and versions of all that is linked into an addon, for whichever system. */
async function linkedCrates() {
  const triples = Object.values(prebuildTargets).flatMap(({ triple }) => ['--target', triple])
  const kinds = ['--package', 'patchcord-devices', '--edges', 'normal,no-proc-macro']
  const output = await cargo(['tree', ...kinds, ...triples, '--prefix', 'none'])
  return new Set(output.split('\n').map((line) => line.split(' ', 2).join(' ')))
}

/** @param {readonly string[]} args @returns {Promise<string>} */
async function cargo(args) {
  const { code, output, stdout } = await runCommand('cargo', [...args, '--locked', '--quiet'], {
    cwd: nativeFolder,
  })
  if (code !== 0) throw new Error(`cargo ${args[0]} failed:\n${output}`)
  return stdout
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(noticesFile, await thirdPartyNotices())
}
