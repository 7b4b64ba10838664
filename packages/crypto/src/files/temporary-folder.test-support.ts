import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a test's own. */
export class TemporaryFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'patchcord-crypto-'))

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name)
  }

  /** The path of a file in it that holds these bytes. */
  holding(name: string, bytes: Uint8Array): string {
    writeFileSync(this.file(name), bytes)
    return this.file(name)
  }

  /** The names of the files in it, hidden ones included, in order. */
  names(): string[] {
    return readdirSync(this.path).toSorted()
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
