import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { vectorsOf } from '../vectors.test-support.js'
import { FrameKey } from './frame-key.js'
import { frameSecrets } from './key-schedule.js'
import { decodeSFrameHeader, encodeSFrameHeader } from './sframe-header.js'
import { type SFrameSuiteParts, sframeSuites } from './sframe-suite.js'

interface FrameVector {
  readonly cipher_suite: number
  readonly kid: number
  readonly ctr: number
  readonly base_key: string
  readonly sframe_key: string
  readonly sframe_salt: string
  readonly metadata: string
  readonly pt: string
  readonly ct: string
}

interface CtrVector {
  readonly cipher_suite: number
  readonly key: string
  readonly nonce: string
  readonly aad: string
  readonly pt: string
  readonly ct: string
}

interface Vectors {
  readonly header: readonly {
    readonly kid: number | string
    readonly ctr: number | string
    readonly encoded: string
  }[]
  readonly aes_ctr_hmac: readonly CtrVector[]
  readonly sframe: readonly FrameVector[]
}

const vectors = vectorsOf('sframe/test-vectors.json') as Vectors | undefined
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

function suiteOf(id: number): SFrameSuiteParts {
  return Object.values(sframeSuites).find((suite) => suite.id === id) as SFrameSuiteParts
}

describe('the vectors of RFC 9605 (needs the vectors)', () => {
  it.skipIf(vectors === undefined)('has 289 headers', () => {
    expect(vectors?.header).toHaveLength(289)
    for (const { kid, ctr, encoded } of vectors?.header ?? []) {
      const header = { kid: BigInt(kid), ctr: BigInt(ctr) }
      expect(Buffer.from(encodeSFrameHeader(header)).toString('hex')).toBe(encoded)
      expect(decodeSFrameHeader(bytes(`${encoded}00`))).toEqual({
        ...header,
        byteLength: encoded.length / 2,
      })
    }
  })

  it.skipIf(vectors === undefined)('has 3 cases of AES-CTR with HMAC', () => {
    expect(vectors?.aes_ctr_hmac).toHaveLength(3)
    for (const { cipher_suite, key, nonce, aad, pt, ct } of vectors?.aes_ctr_hmac ?? []) {
      const secrets = () => ({ key: bytes(key), salt: bytes(nonce) })
      const frameKey = new FrameKey(suiteOf(cipher_suite), secrets())
      const out = Buffer.alloc(ct.length / 2)
      frameKey.seal(out, 0, bytes(aad), 0, 0, bytes(pt))
      expect(out.toString('hex')).toBe(ct)
      expect(frameKey.open(out, 0, bytes(aad), 0, 0)?.toString('hex')).toBe(pt)
    }
  })

  it.skipIf(vectors === undefined)('has 5 whole frames', () => {
    expect(vectors?.sframe).toHaveLength(5)
    for (const vector of vectors?.sframe ?? []) {
      const suite = suiteOf(vector.cipher_suite)
      const baseKey = createSecretKey(bytes(vector.base_key))
      const kid = BigInt(vector.kid)
      const { key, salt } = frameSecrets(suite, baseKey, kid)
      expect(Buffer.from(key).toString('hex')).toBe(vector.sframe_key)
      expect(Buffer.from(salt).toString('hex')).toBe(vector.sframe_salt)
      const header = encodeSFrameHeader({ kid, ctr: BigInt(vector.ctr) })
      const aad = Buffer.concat([header, bytes(vector.metadata)])
      const out = Buffer.alloc(vector.ct.length / 2)
      out.set(header)
      const frameKey = FrameKey.derive(suite, baseKey, kid)
      // In two pieces, as the ports do it with long payloads.
      const [first, second] = [bytes(vector.pt).subarray(0, 7), bytes(vector.pt).subarray(7)]
      frameKey.seal(out, header.length, aad, 0, vector.ctr, first, second)
      expect(out.toString('hex')).toBe(vector.ct)
      expect(frameKey.open(out, header.length, aad, 0, vector.ctr)?.toString('hex')).toBe(vector.pt)
      expect(frameKey.open(out, header.length, aad, 1, vector.ctr)).toBeUndefined()
    }
  })
})
