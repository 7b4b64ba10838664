import type { ByteReader } from '@patchcord/core'

/** An encrypted file that is open for reading at any place; made by `openEncrypted`. */
export interface EncryptedFile extends ByteReader, AsyncDisposable {
  /** Bytes of content. */
  readonly byteLength: number
  /** Whether the end of the file is missing, which only `allowTruncated` lets pass. */
  readonly truncated: boolean
  /**
   * Fills the target with the content from a position on. Each 16 KiB that it touches are
   * authenticated, and no others. Reads that overlap in time are done one after the other.
   *
   * @returns how many bytes were read: fewer than the target holds only at the end
   * @throws PatchcordError (rejects) `authentication-failed`, `io-failed`, `invalid-state` after
   * `close`; the target then holds nothing that was not authenticated
   */
  read(target: Uint8Array, position: number): Promise<number>
  /** Closes the file, after the reads that were begun. It may be called again. */
  close(): Promise<void>
}
