import type { AudioBuffer } from '../data/audio-buffer.js'
import { checkChoice, checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { AudioProcessor } from './audio-processor.js'
import { type PortOptions, portOptionNames } from './port-options.js'
import type { ReblockTail } from './reblocker.js'

/** Options of {@link reblock}. */
export interface ReblockOptions extends PortOptions {
  /** Frames of every buffer that comes out. */
  readonly frameCount: number
  /**
   * What a last block that is not full becomes, at the end and before a discontinuity: short, or
   * filled up with silence.
   *
   * @defaultValue `'short'`
   */
  readonly tail?: ReblockTail
}

class Reblock extends AudioProcessor {
  protected processItem(buffer: AudioBuffer): AudioBuffer {
    return buffer
  }
}

/**
 * Cuts the stream into buffers of an exact size.
 *
 * @example
 * ```ts
 * import { pipeline, reblock, sink, wavFileSource } from '@patchcord/core'
 *
 * const sizes: number[] = []
 * await pipeline(wavFileSource('input.wav'), reblock({ frameCount: 960 }), sink((b) => void sizes.push(b.frameCount))).finished
 * console.log(new Set(sizes)) // Set(1) { 960 }
 * ```
 */
export function reblock(options: ReblockOptions): AudioProcessor {
  checkKnownOptions('reblock', options, [...portOptionNames, 'frameCount', 'tail'])
  const { frameCount, tail = 'short', ...portOptions } = options
  checkNumber('frameCount', frameCount, { min: 1, integer: true, unit: 'frames' })
  checkChoice('tail', tail, ['pad', 'short'])
  return new Reblock({
    name: 'reblock',
    ...portOptions,
    requiredFrames: frameCount,
    requiredTail: tail,
  })
}
