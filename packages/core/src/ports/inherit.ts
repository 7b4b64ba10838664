import type { Item } from '../data/item.js'
import { emptyMetadata } from '../data/metadata.js'

/**
 * An item that a stage has made of another, and left without particulars of its own: it takes
 * over the metadata, and, where it is as long, the place on the timeline.
 *
 * @internal
 */
export function inherit<T extends Item>(out: T, source: Item): T {
  const metadata = out.metadata === emptyMetadata ? source.metadata : out.metadata
  const placed = out.position !== 0 || out.timestampMs !== undefined || !sameLength(out, source)
  const position = placed ? out.position : source.position
  const timestampMs = placed ? out.timestampMs : source.timestampMs
  if (metadata === out.metadata && position === out.position && timestampMs === out.timestampMs) {
    return out
  }
  return out.with({ metadata, position, timestampMs }) as T
}

function sameLength(a: Item, b: Item): boolean {
  return a.frameCount === b.frameCount && a.sampleRate === b.sampleRate
}
