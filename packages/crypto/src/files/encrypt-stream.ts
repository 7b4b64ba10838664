import { Transform } from 'node:stream'
import { destroyOnAbort } from './aborted.js'
import { ChunkSealer } from './chunk-sealer.js'
import {
  type CryptStreamOptions,
  checkCryptStream,
  streamBufferBytes,
} from './crypt-stream-options.js'
import { newFileSecret } from './file-secret.js'

/**
 * A stream that encrypts the bytes written to it: C2SP chunked encryption, Cobblestone-256
 * (https://c2sp.org/chunked-encryption). 56 bytes come first, and 16 follow each 16 KiB. What does
 * not fill 16 KiB waits for more, or for the end.
 *
 * The content is protected, and that none of it is missing; its length is not.
 *
 * @throws PatchcordError `key-invalid`, `invalid-option`; while it runs `aborted`
 *
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs'
 * import { pipeline } from 'node:stream/promises'
 * import { decryptStream, encryptStream, generateKey } from '@patchcord/crypto'
 *
 * const key = generateKey()
 * let bytes = 0
 * await pipeline(createReadStream('input.wav'), encryptStream({ key }), decryptStream({ key }), async (source) => {
 *   for await (const chunk of source) bytes += (chunk as Buffer).length
 * })
 * console.log(bytes) // 192044
 * ```
 */
export function encryptStream(options: CryptStreamOptions): Transform {
  const { key, context } = checkCryptStream('encryptStream', options)
  const sealer = new ChunkSealer(newFileSecret(key, context))
  const stream = new Transform({
    highWaterMark: streamBufferBytes,
    transform(bytes: Buffer, _encoding, done) {
      done(null, joined(sealer.update(bytes)))
    },
    flush(done) {
      done(null, joined(sealer.finish()))
    },
    destroy(error, done) {
      sealer.wipe()
      done(error)
    },
  })
  return destroyOnAbort(stream, 'encryptStream', options.signal)
}

/** One chunk for all pieces, so that no tag travels alone; nothing for none. */
function joined(pieces: Uint8Array[]): Buffer | undefined {
  return pieces.length === 0 ? undefined : Buffer.concat(pieces)
}
