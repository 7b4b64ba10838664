/**
 * Bytes that can be read at any position: a file, or what stands for one, such as an encrypted file
 * that is decrypted where it is read. {@link wavSource} reads from it.
 */
export interface ByteReader {
  /** What it is called in errors; a path, where it has one. */
  readonly path: string
  /** Bytes in all. It does not change. */
  readonly byteLength: number
  /**
   * Fills the target with the bytes from a position on, which is counted from 0.
   *
   * @returns how many bytes were read: fewer than the target holds only at the end
   */
  read(target: Uint8Array, position: number): Promise<number>
  /** Called once, after the last read. */
  close(): Promise<void>
}
