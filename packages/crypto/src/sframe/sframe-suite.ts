/**
 * The cipher suites of RFC 9605, section 4.5, by their registered names. The number at the end is
 * the length of the tag in bits.
 */
export type SFrameSuite =
  | 'AES_128_CTR_HMAC_SHA256_80'
  | 'AES_128_CTR_HMAC_SHA256_64'
  | 'AES_128_CTR_HMAC_SHA256_32'
  | 'AES_128_GCM_SHA256_128'
  | 'AES_256_GCM_SHA512_128'

/** What a suite is made of. @internal */
export interface SFrameSuiteParts {
  /** Its number in the IANA registry, which the keys are bound to. */
  readonly id: number
  readonly hash: 'sha256' | 'sha512'
  /** Nh: bytes in the hash, and in a key of the ratchet. */
  readonly hashBytes: number
  /** Nk: bytes in the key, for CTR with HMAC both of its halves. */
  readonly keyBytes: number
  /** Nt: bytes in the tag. */
  readonly tagBytes: number
  readonly mode: 'gcm' | 'ctr-hmac'
  /** The AES that it runs, as Node calls it. */
  readonly cipher: 'aes-128-ctr' | 'aes-128-gcm' | 'aes-256-gcm'
}

const ctrHmac = {
  hash: 'sha256',
  hashBytes: 32,
  keyBytes: 48,
  mode: 'ctr-hmac',
  cipher: 'aes-128-ctr',
} as const

/** RFC 9605, table 1. @internal */
export const sframeSuites: Readonly<Record<SFrameSuite, SFrameSuiteParts>> = {
  AES_128_CTR_HMAC_SHA256_80: { id: 1, ...ctrHmac, tagBytes: 10 },
  AES_128_CTR_HMAC_SHA256_64: { id: 2, ...ctrHmac, tagBytes: 8 },
  AES_128_CTR_HMAC_SHA256_32: { id: 3, ...ctrHmac, tagBytes: 4 },
  AES_128_GCM_SHA256_128: {
    id: 4,
    hash: 'sha256',
    hashBytes: 32,
    keyBytes: 16,
    tagBytes: 16,
    mode: 'gcm',
    cipher: 'aes-128-gcm',
  },
  AES_256_GCM_SHA512_128: {
    id: 5,
    hash: 'sha512',
    hashBytes: 64,
    keyBytes: 32,
    tagBytes: 16,
    mode: 'gcm',
    cipher: 'aes-256-gcm',
  },
}

/** The names of the suites. @internal */
export const sframeSuiteNames: readonly SFrameSuite[] = Object.keys(sframeSuites) as SFrameSuite[]
