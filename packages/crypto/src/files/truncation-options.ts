import { invalidOption } from '@patchcord/core'

/** What is done with a file whose end is missing. */
export interface TruncationOptions {
  /**
   * Takes a file whose end is missing, or does not authenticate, up to the last whole 16 KiB before.
   * It is for what a crash has left of a recording. Whoever can write to the file can cut it
   * anywhere, and with this option that is only told, by `truncated`, and not refused.
   *
   * @defaultValue false
   */
  readonly allowTruncated?: boolean
}

/** Checks the option at the door. @internal */
export function checkAllowTruncated({ allowTruncated = false }: TruncationOptions): boolean {
  if (typeof allowTruncated === 'boolean') return allowTruncated
  throw invalidOption('allowTruncated', 'true or false', allowTruncated)
}
