import { chunkBytes, chunksPerBlock } from './chunk-layout.js'
import { ChunkSealer } from './chunk-sealer.js'
import {
  type EncryptFileOptions,
  type FileCryptoResult,
  type FileJob,
  checkFileJob,
} from './file-job-options.js'
import { newFileSecret } from './file-secret.js'
import { InputFile } from './input-file.js'
import { type FileBlock, runFileJob, throwIfAborted } from './run-file-job.js'

const blockBytes = chunksPerBlock * chunkBytes

/**
 * Encrypts a file: C2SP chunked encryption, Cobblestone-256 (https://c2sp.org/chunked-encryption),
 * which other implementations read. A key is good for 2^35 files of up to 32 GiB. The size of the
 * file, its name and its times are not protected.
 *
 * The output appears when it is complete and the disk has it; until then it is a file
 * `.patchcord-….partial` in the same folder, which is removed if anything fails, and left behind
 * where the process is killed. It has the permissions of the input. A file that is there is
 * replaced at once; it may be the input.
 *
 * @param input - a regular file; for other bytes use `encryptStream`
 * @param output - where the encrypted file is to be
 * @throws PatchcordError (rejects) `file-not-found`, `file-unsupported`, `io-failed`, `disk-full`,
 * `aborted`, `key-invalid`, `invalid-option`
 *
 * @example
 * ```ts
 * import { decryptFile, encryptFile, generateKey } from '@patchcord/crypto'
 *
 * const key = generateKey()
 * const context = Buffer.from('take 7')
 * const { bytesWritten } = await encryptFile('input.wav', 'input.wav.enc', { key, context })
 * console.log(bytesWritten) // 192292
 * await decryptFile('input.wav.enc', 'copy.wav', { key, context })
 * ```
 */
export async function encryptFile(
  input: string,
  output: string,
  options: EncryptFileOptions,
): Promise<FileCryptoResult> {
  const job = checkFileJob('encryptFile', input, output, options)
  throwIfAborted(job)
  const file = await InputFile.open(job.input)
  try {
    const blocks = sealedBlocks(file, job)
    const { byteLength: bytesTotal, mode } = file
    return { bytesWritten: await runFileJob(job, { blocks, bytesTotal, mode }) }
  } finally {
    await file.close()
  }
}

async function* sealedBlocks(file: InputFile, job: FileJob): AsyncGenerator<FileBlock, void> {
  const sealer = new ChunkSealer(newFileSecret(job.key, job.context))
  const memory = Buffer.allocUnsafeSlow(Math.min(blockBytes, file.byteLength))
  try {
    for (let position = 0; ; position += blockBytes) {
      const content = memory.subarray(0, file.byteLength - position)
      await file.read(content, position)
      const pieces = sealer.update(content)
      if (content.length === blockBytes) {
        yield { pieces, contentBytes: blockBytes }
        continue
      }
      yield { pieces: [...pieces, ...sealer.finish()], contentBytes: content.length }
      return
    }
  } finally {
    memory.fill(0)
    sealer.wipe()
  }
}
