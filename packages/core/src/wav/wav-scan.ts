import { type ChunkHeader, nextChunkOffset, readChunkHeader } from './chunk-header.js'
import { readBroadcastChunk } from './broadcast-chunk.js'
import { type Ds64Chunk, parseDs64Chunk, unknownSize } from './ds64-chunk.js'
import { fileInvalid } from './file-error.js'
import { type FmtChunk, parseFmtChunk } from './fmt-chunk.js'
import type { HeaderWindow } from './header-window.js'
import { readInfoTags } from './info-tags.js'
import { showId } from './wav-container.js'
import type { WavBroadcast, WavChunk, WavContainer } from './wav-info.js'

/** Chunks that are looked at before the samples, and again after them. @internal */
export const maxChunks = 1024

/**
 * Walks along the chunks of a file and keeps what is of use in them. What it reads and remembers
 * is bounded whatever the chunks claim.
 *
 * @internal
 */
export class WavScan {
  readonly chunks: WavChunk[] = []
  readonly tags: Map<string, string> = new Map()
  readonly warnings: string[] = []
  readonly littleEndian: boolean
  ds64: Ds64Chunk | undefined
  fmt: FmtChunk | undefined
  broadcast: WavBroadcast | undefined
  private readonly path: string

  constructor(
    private readonly window: HeaderWindow,
    container: WavContainer,
  ) {
    this.littleEndian = container !== 'RIFX'
    this.path = window.reader.path
  }

  /** Goes on to the `data` chunk and returns its header. Whatever is wrong before it, is an error. */
  async findData(): Promise<ChunkHeader> {
    let offset = 12
    for (let count = 0; count < maxChunks; count++) {
      const header = await readChunkHeader(this.window, offset, this.littleEndian)
      if (header === undefined) throw this.endsEarly()
      if (header.id === undefined)
        throw fileInvalid(this.path, `there is no chunk at byte ${offset}, where one must begin`)
      if (header.id === 'data') return header
      const byteLength = this.statedBytes(header)
      const end = header.contentOffset + byteLength
      if (end > this.window.reader.byteLength) {
        throw fileInvalid(
          this.path,
          `the chunk ${showId(header.id)} at byte ${offset} claims ${byteLength} bytes, beyond the end of the file`,
          { chunk: header.id, statedBytes: byteLength, byteLength: this.window.reader.byteLength },
        )
      }
      await this.keep(header.id, header.contentOffset, byteLength)
      offset = await nextChunkOffset(this.window, end, byteLength)
    }
    throw fileInvalid(this.path, `its samples do not begin within the first ${maxChunks} chunks`)
  }

  /** Collects the chunks after the samples, as far as they make sense. */
  async readTail(dataEnd: number, dataBytes: number): Promise<void> {
    let offset = await nextChunkOffset(this.window, dataEnd, dataBytes)
    for (let count = 0; count < maxChunks; count++) {
      const header = await readChunkHeader(this.window, offset, this.littleEndian)
      if (header?.id === undefined) return
      const byteLength = this.statedBytes(header)
      const end = header.contentOffset + byteLength
      if (end > this.window.reader.byteLength) return
      await this.keep(header.id, header.contentOffset, byteLength)
      offset = await nextChunkOffset(this.window, end, byteLength)
    }
    this.warnings.push(`Chunks beyond the first ${maxChunks} after the samples were not looked at.`)
  }

  /** The length of the samples as the file states it, or `undefined` where it does not know. */
  statedDataBytes(header: ChunkHeader): number | undefined {
    return header.statedBytes === unknownSize ? this.ds64?.dataBytes : header.statedBytes
  }

  private statedBytes(header: ChunkHeader): number {
    const { id, statedBytes } = header
    if (statedBytes !== unknownSize) return statedBytes
    return this.ds64?.chunkBytes.get(id ?? '') ?? statedBytes
  }

  private async keep(id: string, offset: number, byteLength: number): Promise<void> {
    this.chunks.push({ id, offset, byteLength })
    const view = (): Promise<DataView> => this.window.view(offset, byteLength)
    if (id === 'fmt ') this.fmt ??= parseFmtChunk(this.path, await view(), this.littleEndian)
    else if (id === 'ds64') this.ds64 ??= parseDs64Chunk(this.path, await view())
    else if (id === 'LIST') readInfoTags(await view(), this.littleEndian, this.tags)
    else if (id === 'bext') this.broadcast ??= readBroadcastChunk(await view(), this.littleEndian)
  }

  private endsEarly(): Error {
    return fileInvalid(
      this.path,
      this.fmt === undefined
        ? "the file ends before a 'fmt ' and a 'data' chunk"
        : "the file ends before a 'data' chunk: it holds no samples",
    )
  }
}
