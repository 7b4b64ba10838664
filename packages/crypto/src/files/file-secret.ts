import {
  type KeyObject,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { secretKeyBytes } from '../keys/secret-key.js'
import { ChunkCipher } from './chunk-cipher.js'
import { commitmentBytes, fileHeaderBytes, saltBytes } from './chunk-layout.js'

const nonceBytes = 12
const label = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'

/** What a file is encrypted by. @internal */
export interface FileSecret {
  readonly cipher: ChunkCipher
  /** Salt and commitment, which stand before the chunks. */
  readonly header: Buffer
}

/** A secret of its own for a new file. The salt is given by tests only. @internal */
export function newFileSecret(
  key: KeyObject,
  context: Uint8Array,
  salt: Uint8Array = randomBytes(saltBytes),
): FileSecret {
  return derive(key, context, salt)
}

/**
 * The cipher of a file that has this header; `undefined` where the header was not made with this
 * key and context.
 *
 * @internal
 */
export function fileCipherOf(
  key: KeyObject,
  context: Uint8Array,
  header: Uint8Array,
): ChunkCipher | undefined {
  if (header.length !== fileHeaderBytes) return undefined
  const secret = derive(key, context, header.subarray(0, saltBytes))
  return timingSafeEqual(secret.header, header) ? secret.cipher : undefined
}

/** HKDF-Expand (RFC 5869) with SHA-512, of which two rounds give the 76 bytes that are needed. */
function derive(key: KeyObject, context: Uint8Array, salt: Uint8Array): FileSecret {
  const info = Buffer.concat([Buffer.from(label, 'latin1'), salt, context])
  const first = createHmac('sha512', key).update(info).update(Buffer.of(1)).digest()
  const second = createHmac('sha512', key).update(first).update(info).update(Buffer.of(2)).digest()
  const derived = Buffer.concat([first, second])
  const nonceEnd = secretKeyBytes + nonceBytes
  const commitment = derived.subarray(nonceEnd, nonceEnd + commitmentBytes)
  const secret = {
    cipher: new ChunkCipher(
      createSecretKey(derived.subarray(0, secretKeyBytes)),
      Buffer.from(derived.subarray(secretKeyBytes, nonceEnd)),
    ),
    header: Buffer.concat([salt, commitment]),
  }
  for (const bytes of [first, second, derived]) bytes.fill(0)
  return secret
}
