import { PatchcordError } from '@patchcord/core'
import { decodeBase64url } from '../bytes/base64url.js'

/** The numbers that make scrypt slow (RFC 7914), and the salt. */
export interface ScryptParameters {
  /** The cost is `2^costLog2` rounds: 14 to 20. */
  readonly costLog2: number
  /** 8 to 16. */
  readonly blockSize: number
  /** 1 to 4. */
  readonly parallelization: number
  /** 16 to 64 bytes. */
  readonly salt: Uint8Array
}

/** 128 MiB and about half a second: OWASP's first choice for scrypt. */
export const defaultScrypt = { costLog2: 17, blockSize: 8, parallelization: 1 } as const
export const saltBytes = 16

/** What may come from a file or a peer: it must not fill the memory, nor be too weak to matter. */
const mostMemoryBytes = 1024 ** 3
const pattern = /^\$scrypt\$ln=(\d{2}),r=(\d{1,2}),p=(\d)\$([A-Za-z0-9_-]{22,86})$/

/** Memory that scrypt takes. */
export function scryptMemoryBytes({ costLog2, blockSize }: ScryptParameters): number {
  return 128 * 2 ** costLog2 * blockSize
}

/** The parameters as text: `$scrypt$ln=17,r=8,p=1$<salt in base64url>`. */
export function writeScryptParameters(parameters: ScryptParameters): string {
  const { costLog2, blockSize, parallelization, salt } = parameters
  return `$scrypt$ln=${costLog2},r=${blockSize},p=${parallelization}$${Buffer.from(salt).toString('base64url')}`
}

/** Reads the text; it may be hostile. */
export function readScryptParameters(text: string): ScryptParameters {
  const [, cost, block, parallel, saltText = ''] = pattern.exec(text) ?? []
  const salt = decodeBase64url(saltText, 'optional')
  if (cost === undefined || salt === undefined)
    throw unusable('are not of the form that was written')
  const parameters = {
    costLog2: Number(cost),
    blockSize: Number(block),
    parallelization: Number(parallel),
    salt,
  }
  return checkScryptParameters(parameters)
}

/** Holds parameters to their bounds. */
export function checkScryptParameters(parameters: ScryptParameters): ScryptParameters {
  const { costLog2, blockSize, parallelization, salt } = parameters
  const within = (value: number, min: number, max: number): boolean =>
    Number.isInteger(value) && value >= min && value <= max
  if (!within(costLog2, 14, 20))
    throw unusable(`have a cost of 2^${costLog2}; 2^14 to 2^20 is taken`)
  if (!within(blockSize, 8, 16))
    throw unusable(`have a block size of ${blockSize}; 8 to 16 is taken`)
  if (!within(parallelization, 1, 4))
    throw unusable(`have a parallelization of ${parallelization}; 1 to 4 is taken`)
  if (!within(salt.length, 16, 64))
    throw unusable(`have a salt of ${salt.length} bytes; 16 to 64 is taken`)
  if (scryptMemoryBytes(parameters) > mostMemoryBytes)
    throw unusable('would take more than 1 GiB of memory')
  return parameters
}

function unusable(why: string): PatchcordError {
  return new PatchcordError('key-invalid', `the parameters for a passphrase ${why}`)
}
