import { authenticationFailed } from '../errors/authentication-failed.js'
import type { ChunkCipher } from './chunk-cipher.js'
import {
  chunkBytes,
  chunkTagBytes,
  fileHeaderBytes,
  sealedChunkBytes,
  sealedChunkOffset,
} from './chunk-layout.js'
import type { CheckedFileCrypto } from './file-crypto-options.js'
import { fileCipherOf } from './file-secret.js'
import type { InputFile } from './input-file.js'

/** What is known of the end of a file. */
interface FileEnd {
  readonly chunkCount: number
  readonly byteLength: number
  readonly truncated: boolean
}

/**
 * The chunks of an encrypted file, each of which is authenticated when it is read.
 *
 * @internal
 */
export class SealedChunks {
  private scratch: Buffer = Buffer.alloc(0)

  private constructor(
    private readonly input: InputFile,
    private readonly cipher: ChunkCipher,
    private readonly end: FileEnd,
  ) {}

  /**
   * Checks the header, and by the last chunk that the end is where it was made. A file without its
   * end is refused, or taken as far as it goes.
   *
   * @throws PatchcordError (rejects) `authentication-failed`, `io-failed`
   */
  static async open(
    input: InputFile,
    { key, context }: CheckedFileCrypto,
    allowTruncated: boolean,
  ): Promise<SealedChunks> {
    const header = Buffer.alloc(Math.min(fileHeaderBytes, input.byteLength))
    await input.read(header, 0)
    const cipher = fileCipherOf(key, context, header)
    if (cipher === undefined) throw authenticationFailed(input.path)
    const fullChunks = Math.floor((input.byteLength - fileHeaderBytes) / sealedChunkBytes)
    const rest = (input.byteLength - fileHeaderBytes) % sealedChunkBytes
    const probe = (end: FileEnd): SealedChunks => new SealedChunks(input, cipher, end)

    if (rest >= chunkTagBytes) {
      const byteLength = fullChunks * chunkBytes + rest - chunkTagBytes
      const whole = probe({ chunkCount: fullChunks + 1, byteLength, truncated: false })
      if (await whole.has(fullChunks)) return whole
    }
    if (!allowTruncated) throw authenticationFailed(input.path)
    // A crash of the machine may leave blocks at the end that were never written.
    for (let chunkCount = fullChunks; ; chunkCount--) {
      const part = probe({ chunkCount, byteLength: chunkCount * chunkBytes, truncated: true })
      if (chunkCount === 0 || (await part.has(chunkCount - 1))) return part
    }
  }

  /** Bytes of content. */
  get byteLength(): number {
    return this.end.byteLength
  }

  /** Whether the end is missing. */
  get truncated(): boolean {
    return this.end.truncated
  }

  get path(): string {
    return this.input.path
  }

  get chunkCount(): number {
    return this.end.chunkCount
  }

  /**
   * The content of chunks that follow one another. Calls must not overlap.
   *
   * @throws PatchcordError (rejects) `authentication-failed`, `io-failed`
   */
  async read(first: number, count: number): Promise<Buffer[]> {
    const contents = await this.tryRead(first, count)
    if (contents === undefined) throw authenticationFailed(this.path)
    return contents
  }

  close(): Promise<void> {
    return this.input.close()
  }

  private async has(index: number): Promise<boolean> {
    return (await this.tryRead(index, 1)) !== undefined
  }

  private async tryRead(first: number, count: number): Promise<Buffer[] | undefined> {
    const { byteLength, chunkCount } = this.end
    const reachesEnd = first + count === chunkCount
    const contentBytes = reachesEnd ? byteLength - first * chunkBytes : count * chunkBytes
    const sealedBytes = contentBytes + count * chunkTagBytes
    if (this.scratch.length < sealedBytes) this.scratch = Buffer.allocUnsafeSlow(sealedBytes)
    const sealed = this.scratch.subarray(0, sealedBytes)
    await this.input.read(sealed, sealedChunkOffset(first))
    const contents: Buffer[] = []
    for (let index = 0; index < count; index++) {
      const at = index * sealedChunkBytes
      const content = this.cipher.open(first + index, sealed.subarray(at, at + sealedChunkBytes))
      if (content === undefined) return undefined
      contents.push(content)
    }
    return contents
  }
}
