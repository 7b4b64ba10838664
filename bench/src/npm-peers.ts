import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where `scripts/install-peers.sh` puts npm packages that are no dependencies of the benches. */
export const npmPeersFolder: string = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'patchcord',
  'bench-peers',
)

/** The version of an npm package that is installed in a folder; `undefined` if it is not. */
export function installedVersion(folder: string, name: string): string | undefined {
  try {
    const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
    return (JSON.parse(manifest) as { version: string }).version
  } catch {
    return undefined
  }
}
