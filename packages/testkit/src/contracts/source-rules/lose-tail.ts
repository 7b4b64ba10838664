import type { AnySource } from '@patchcord/core'

/** The protected part of a source that has to be reached. */
interface Inside {
  readItem(): unknown
  endItems(): void
  noteLoss(): void
}

/** Makes a source lose what would have come after its last item. */
export function loseTail(port: AnySource): void {
  const inside = port as unknown as Inside
  const read = inside.readItem
  inside.readItem = (): unknown => {
    const result = read.call(port)
    const lose = (item: unknown): unknown => {
      if (item === null) inside.noteLoss()
      return item
    }
    return result instanceof Promise ? result.then(lose) : lose(result)
  }
  // A source whose items are pushed into it loses them before it says that it is done.
  const end = inside.endItems
  inside.endItems = (): void => {
    inside.noteLoss()
    end.call(port)
  }
}
