import { chunksPerBlock } from './chunk-layout.js'
import { type EncryptFileOptions, type FileCryptoResult, checkFileJob } from './file-job-options.js'
import { InputFile } from './input-file.js'
import { type FileBlock, runFileJob, throwIfAborted } from './run-file-job.js'
import { SealedChunks } from './sealed-chunks.js'
import { type TruncationOptions, checkAllowTruncated } from './truncation-options.js'

/** Options of {@link decryptFile}. */
export interface DecryptFileOptions extends EncryptFileOptions, TruncationOptions {}

/** What was done. */
export interface DecryptFileResult extends FileCryptoResult {
  /** Whether the end was missing, which only `allowTruncated` lets pass. */
  readonly truncated: boolean
}

/**
 * Decrypts a file that `encryptFile`, `encryptStream` or `createEncrypted` made. The output appears
 * when all of it has been authenticated; if anything fails, nothing is left of it. For the rest it
 * is made as `encryptFile` does it. That the key is the right one, and that the end is there, is
 * known before anything is written.
 *
 * @throws PatchcordError (rejects) `authentication-failed`, whatever is wrong with the file;
 * `file-not-found`, `file-unsupported`, `io-failed`, `disk-full`, `aborted`, `key-invalid`,
 * `invalid-option`
 */
export async function decryptFile(
  input: string,
  output: string,
  options: DecryptFileOptions,
): Promise<DecryptFileResult> {
  const job = checkFileJob('decryptFile', input, output, options, ['allowTruncated'])
  const allowTruncated = checkAllowTruncated(options)
  throwIfAborted(job)
  const file = await InputFile.open(job.input)
  try {
    const chunks = await SealedChunks.open(file, job, allowTruncated)
    const { byteLength: bytesTotal, truncated } = chunks
    const blocks = openedBlocks(chunks)
    return {
      bytesWritten: await runFileJob(job, { blocks, bytesTotal, mode: file.mode }),
      truncated,
    }
  } finally {
    await file.close()
  }
}

async function* openedBlocks(chunks: SealedChunks): AsyncGenerator<FileBlock, void> {
  const { chunkCount } = chunks
  for (let first = 0; first < chunkCount; first += chunksPerBlock) {
    const pieces = await chunks.read(first, Math.min(chunksPerBlock, chunkCount - first))
    const contentBytes = pieces.reduce((sum, { length }) => sum + length, 0)
    yield { pieces, contentBytes }
  }
}
