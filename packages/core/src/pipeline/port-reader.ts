import type { Readable } from 'node:stream'
import type { Item } from '../data/item.js'
import { releaseItem } from '../data/item-ownership.js'
import type { ProcessorStage, SourceStage } from './stage.js'

/**
 * Takes items out of the last stage of a run one at a time, without leaving the SDK: what it
 * gives is still pooled, and the taker releases it.
 *
 * @internal
 */
export class PortReader<T extends Item> {
  /** The stage has given its last item. */
  ended = false
  private readonly port: Readable

  constructor(
    private readonly stage: SourceStage | ProcessorStage,
    onChange: () => void,
  ) {
    this.port = stage.port
    stage.port['~engine'].guard.keepPooled(() => {
      this.port.on('readable', onChange)
    })
    this.port.on('end', () => {
      this.ended = true
      onChange()
    })
  }

  /** The same, before Node has told: it does so only after another read. */
  get drained(): boolean {
    const { role, port } = this.stage
    const given = role === 'source' ? port['~engine'].ended : port['~engine'].output.ended
    return given && port.readableLength === 0
  }

  /** Lets go of what waits, once the stage is closed. */
  clear(): void {
    while (this.port.readableLength > 0) releaseItem(this.read() as T)
  }

  /** The next item, or `undefined` if there is none now. */
  read(): T | undefined {
    return (this.port.read() as T | null) ?? undefined
  }
}
