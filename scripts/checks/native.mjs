import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildNative } from '../build-native.mjs'
import { root } from '../root.mjs'
import { runCommand } from '../run-command.mjs'
import { noticesFile, thirdPartyNotices } from '../third-party-notices.mjs'

const nativeFolder = join(root, 'packages', 'devices-native', 'native')

/** What cargo has to say nothing about, by the words for it. */
const steps = [
  ['cargo fmt', ['fmt', '--all', '--check']],
  [
    'clippy',
    [
      'clippy',
      '--workspace',
      '--all-targets',
      '--all-features',
      '--locked',
      '--',
      '-D',
      'warnings',
    ],
  ],
  ['cargo test', ['test', '--workspace', '--locked', '--quiet']],
]

/**
 * The addon builds, its Rust is formatted and free of lints, its tests pass, and the notices of
 * what it is made of are up to date.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  const built = await buildNative('Release')
  if ('reason' in built) return { skips: [`the native backend: ${built.reason}`] }
  const failures = []
  for (const [name, args] of /** @type {[string, string[]][]} */ (steps)) {
    const { code, output } = await runCommand('cargo', args, { cwd: nativeFolder })
    if (code === 0) continue
    process.stdout.write(output)
    failures.push(`${name} ended with exit code ${code}`)
  }
  if (readFileSync(noticesFile, 'utf8') !== (await thirdPartyNotices())) {
    failures.push('THIRD-PARTY-NOTICES.md is out of date: node scripts/third-party-notices.mjs')
  }
  return { passed: steps.length + 2 - failures.length, failed: failures.length, failures }
}
