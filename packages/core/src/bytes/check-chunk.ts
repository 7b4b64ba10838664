import { showValue } from '../errors/option-checks.js'
import { PatchcordError } from '../errors/patchcord-error.js'

/** Returns a chunk of bytes, or throws `data-invalid` for what is none. @internal */
export function checkChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw new PatchcordError(
    'data-invalid',
    `the input must give chunks of bytes (Uint8Array), got ${showValue(chunk)}; call no setEncoding() on it`,
  )
}
