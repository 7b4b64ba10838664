/**
 * The samples of one or several buffers, with the account of who still holds them. It is the
 * memory that is counted and not the view, so that a buffer and one derived from it (new
 * metadata, same samples) can't both give it back.
 *
 * @internal
 */
export interface BufferMemory {
  readonly samples: Float32Array
  /** Goes up each time the memory returns to its pool: a view from before is stale. */
  generation: number
  /** Owners that still have to release it. */
  owners: number
  /** Takes the memory back; absent once it left the pool for good. */
  home: BufferHome | undefined
}

/** Where memory goes when its last owner releases it. @internal */
export interface BufferHome {
  takeBack(memory: BufferMemory): void
}

/** One owner more: the memory now needs one release more. @internal */
export function retainMemory(memory: BufferMemory): void {
  memory.owners++
}

/** One owner less; the last one sends the memory home. @internal */
export function releaseMemory(memory: BufferMemory, generation: number): boolean {
  if (memory.generation !== generation || memory.owners === 0) return false
  if (--memory.owners > 0) return false
  memory.generation++
  memory.home?.takeBack(memory)
  return true
}
