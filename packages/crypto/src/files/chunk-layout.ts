/** Bytes of content in each chunk but the last, which holds fewer, and perhaps none. @internal */
export const chunkBytes: number = 16 * 1024
/** Bytes of the tag behind each chunk. @internal */
export const chunkTagBytes = 16
/** Bytes of each chunk but the last, as it stands in the file. @internal */
export const sealedChunkBytes: number = chunkBytes + chunkTagBytes
/** Bytes of the salt, which comes first. @internal */
export const saltBytes = 24
/** Bytes of the commitment to the key, which comes second. @internal */
export const commitmentBytes = 32
/** Bytes before the first chunk. @internal */
export const fileHeaderBytes: number = saltBytes + commitmentBytes
/** Chunks in a file at most, which then has 4 PiB. @internal */
export const mostChunks: number = 2 ** 38
/** Chunks that are read and written at once: about 1 MiB. @internal */
export const chunksPerBlock = 64

/** Where a chunk begins in the file. @internal */
export function sealedChunkOffset(index: number): number {
  return fileHeaderBytes + index * sealedChunkBytes
}
