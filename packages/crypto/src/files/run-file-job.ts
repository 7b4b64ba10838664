import { aborted } from './aborted.js'
import type { FileJob } from './file-job-options.js'
import { OutputFile } from './output-file.js'

/** What is written next, and how much of the content it is. @internal */
export interface FileBlock {
  readonly pieces: readonly Uint8Array[]
  readonly contentBytes: number
}

/** Where a job's blocks come from. @internal */
export interface BlockSource {
  readonly blocks: AsyncGenerator<FileBlock, void>
  /** Bytes of the content in all. */
  readonly bytesTotal: number
  /** The permissions of the output. */
  readonly mode: number
}

/**
 * Writes blocks to a new file, each while the next one is made. If anything fails, the file is gone.
 *
 * @returns its size
 * @internal
 */
export async function runFileJob(job: FileJob, source: BlockSource): Promise<number> {
  const { overwrite } = job
  const output = await OutputFile.create(job.output, { overwrite, mode: source.mode })
  try {
    await writeBlocks(job, source, output)
    await output.commit()
    return output.bytesWritten
  } catch (error) {
    await output.discard()
    throw error
  } finally {
    await source.blocks.return()
  }
}

/** The error that a job ends with when its signal has fired. @internal */
export function throwIfAborted({ input, signal }: FileJob): void {
  if (signal?.aborted === true) throw aborted(`the work on ${input}`, signal)
}

async function writeBlocks(job: FileJob, source: BlockSource, output: OutputFile): Promise<void> {
  const { blocks, bytesTotal } = source
  let bytesDone = 0
  let { value: block } = await blocks.next()
  while (block !== undefined) {
    throwIfAborted(job)
    // Both have to be over before the files are closed, also where one of them fails.
    const [written, made] = await Promise.allSettled([output.append(block.pieces), blocks.next()])
    if (written.status === 'rejected') throw written.reason
    if (made.status === 'rejected') throw made.reason
    bytesDone += block.contentBytes
    job.onProgress?.({ bytesDone, bytesTotal })
    block = made.value.value
  }
  throwIfAborted(job)
}
