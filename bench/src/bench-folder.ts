import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for the files of a bench, made when the first of them is asked for. */
export class BenchFolder {
  private made: string | undefined

  constructor(private readonly name: string) {}

  /** The folder itself. */
  get path(): string {
    return (this.made ??= mkdtempSync(join(tmpdir(), `patchcord-${this.name}-`)))
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name)
  }

  /** Removes it with all files. */
  dispose(): void {
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true })
    this.made = undefined
  }
}
