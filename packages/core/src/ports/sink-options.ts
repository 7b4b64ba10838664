import type { AcceptedKind } from './item-check.js'
import type { PortOptions } from './port-options.js'

/** What the class of a sink declares about itself, beside the {@link PortOptions}. */
export interface SinkTraits {
  /**
   * The kind of item it takes; the other kind is refused with `wrong-item`.
   *
   * @defaultValue `'audio'`
   */
  readonly accepts?: AcceptedKind
  /**
   * The sink keeps what it is given and releases it itself.
   *
   * @defaultValue false
   */
  readonly retains?: boolean
}

/** What the constructor of `AudioSink` takes. */
export interface SinkOptions extends PortOptions, SinkTraits {}
