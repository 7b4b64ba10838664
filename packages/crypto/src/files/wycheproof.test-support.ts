import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { vectorsOf } from '../vectors.test-support.js'

/** One case of Wycheproof's for Cobblestone-256. */
export interface FileVector {
  readonly tcId: number
  readonly key: Buffer
  readonly context: Buffer
  readonly encrypted: Buffer
  readonly valid: boolean
  /** `key-invalid` where the key's length is wrong, else `authentication-failed`. */
  readonly code: string
  /** SHA-512 of the content, or of what may be released of it before the failure. */
  readonly contentHash: string
  readonly contentBytes: number
}

interface RawCase {
  readonly tcId: number
  readonly key: string
  readonly ctx: string
  readonly ct: string
  readonly msgLength?: number
  readonly msgSha512?: string
  readonly result: 'valid' | 'invalid'
  readonly flags: readonly string[]
}
const raw = vectorsOf('wycheproof/c2sp_chunked_encryption_aes_256_gcm_test.json') as
  { testGroups: readonly { tests: readonly RawCase[] }[] } | undefined

/** SHA-512 as hex. */
export const sha512 = (bytes: Uint8Array): string =>
  createHash('sha512').update(bytes).digest('hex')

/** The cases, or `undefined` where the vectors are not there. */
export const fileVectors: readonly FileVector[] | undefined = raw?.testGroups
  .flatMap(({ tests }) => tests)
  .map(({ tcId, key, ctx, ct, msgLength = 0, msgSha512, result, flags }) => ({
    tcId,
    key: Buffer.from(key, 'hex'),
    context: Buffer.from(ctx, 'hex'),
    encrypted: inflateSync(Buffer.from(ct, 'hex')),
    valid: result === 'valid',
    code: flags.includes('InvalidKeySize') ? 'key-invalid' : 'authentication-failed',
    contentBytes: msgLength,
    contentHash: msgSha512 ?? sha512(new Uint8Array(0)),
  }))
