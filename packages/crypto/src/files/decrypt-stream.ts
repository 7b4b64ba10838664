import { Transform, type TransformCallback } from 'node:stream'
import { destroyOnAbort } from './aborted.js'
import { ChunkOpener } from './chunk-opener.js'
import {
  type CryptStreamOptions,
  checkCryptStream,
  streamBufferBytes,
} from './crypt-stream-options.js'

/**
 * A stream that decrypts what {@link encryptStream} or `encryptFile` made. It gives nothing that has
 * not been authenticated, 16 KiB at a time. **Only its end says that nothing is missing**: whoever
 * uses what comes before must be able to take it back when the stream fails, as it does where the
 * end was cut off. `decryptFile` does so by itself.
 *
 * @throws PatchcordError `key-invalid`, `invalid-option`; while it runs `authentication-failed`,
 * whatever is wrong with the bytes, or `aborted`
 */
export function decryptStream(options: CryptStreamOptions): Transform {
  const { key, context } = checkCryptStream('decryptStream', options)
  const opener = new ChunkOpener(key, context)
  const stream: Transform = new Transform({
    highWaterMark: streamBufferBytes,
    transform(bytes: Buffer, _encoding, done) {
      attempt(() => opener.update(bytes, release), done)
    },
    flush(done) {
      attempt(() => opener.finish(release), done)
    },
  })
  const release = (content: Buffer): void => void stream.push(content)
  return destroyOnAbort(stream, 'decryptStream', options.signal)
}

function attempt(work: () => void, done: TransformCallback): void {
  try {
    work()
  } catch (error) {
    done(error as Error)
    return
  }
  done()
}
