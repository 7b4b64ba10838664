import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a test's own, removed when disposed of. */
export class TemporaryFolder {
  /** Where it is. */
  readonly path: string = mkdtempSync(join(tmpdir(), 'patchcord-wav-'))

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name)
  }

  /** Removes it with all that is in it. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
