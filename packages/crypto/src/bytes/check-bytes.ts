import { PatchcordError } from '@patchcord/core'

/** Checks an argument that has to be bytes. The error names its kind: its content may be a secret. @internal */
export function checkBytes(name: string, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  const kind = value === null ? 'null' : typeof value
  throw new PatchcordError(
    'invalid-option',
    `${name} must be a Uint8Array (or Buffer), got ${kind}`,
    {
      details: { [name]: kind },
    },
  )
}
