/**
 * Where bytes are pulled from, chunk by chunk.
 *
 * @internal
 */
export interface ByteFeed {
  /**
   * The next chunk, `null` at the end, or `undefined` if there is none yet and the feed will say
   * so. Throws or rejects with an `io-failed` error, or `data-invalid` for a chunk of anything else.
   */
  read(): Uint8Array | null | undefined | Promise<Uint8Array | null>
  /** Stops listening; unless all was read, `destroys` also ends the other side. */
  close(destroys: boolean): void
}
