import type { FileHandle } from 'node:fs/promises'

/** Writes pieces one after the other from a position on, all of them. @internal */
export async function writePieces(
  file: Pick<FileHandle, 'writev'>,
  pieces: readonly Uint8Array[],
  position: number,
): Promise<void> {
  let left = pieces.filter(({ length }) => length > 0)
  for (let at = position; left.length > 0;) {
    const { bytesWritten } = await file.writev(left, at)
    if (bytesWritten === 0) throw new Error('the system wrote nothing and gave no reason')
    at += bytesWritten
    left = without(left, bytesWritten)
  }
}

/** What is left of pieces without their first bytes. */
function without(pieces: readonly Uint8Array[], byteCount: number): Uint8Array[] {
  let taken = 0
  let index = 0
  while (index < pieces.length) {
    const { length } = pieces[index] as Uint8Array
    if (taken + length > byteCount) break
    taken += length
    index++
  }
  const [first, ...others] = pieces.slice(index)
  return first === undefined ? [] : [first.subarray(byteCount - taken), ...others]
}
