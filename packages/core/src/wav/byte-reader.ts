/** A file as the WAV reader sees it: bytes at positions. @internal */
export interface ByteReader {
  readonly path: string
  /** Size when it was opened, in bytes. */
  readonly byteLength: number
  /** Fills the target from a position of the file; fewer bytes than asked only at its end. */
  read(target: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}
