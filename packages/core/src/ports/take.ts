import type { AudioBuffer } from '../data/audio-buffer.js'
import { checkKnownOptions, checkNumber, invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { msToFrames } from '../time/time.js'
import { AudioProcessor } from './audio-processor.js'
import { type PortOptions, portOptionNames } from './port-options.js'

/** Options of {@link take}: exactly one of the two lengths. */
export interface TakeOptions extends PortOptions {
  /** How many frames pass: 0 or more. */
  readonly frameCount?: number
  /** How many milliseconds pass, rounded to the nearest frame: 0 or more. */
  readonly durationMs?: number
}

class Take extends AudioProcessor {
  private remaining = 0

  constructor(private readonly options: TakeOptions) {
    super({ name: 'take', ...options })
  }

  protected override configure(input: AudioFormat): AudioFormat {
    const { frameCount, durationMs } = this.options
    this.remaining = frameCount ?? msToFrames(durationMs as number, input.sampleRate)
    if (this.remaining === 0) this.endOutput()
    return input
  }

  protected processItem(buffer: AudioBuffer): AudioBuffer | undefined {
    const { remaining } = this
    if (buffer.frameCount < remaining) {
      this.remaining -= buffer.frameCount
      return buffer
    }
    this.remaining = 0
    this.endOutput()
    if (buffer.frameCount === remaining) return buffer
    const part = this.pool.acquire({ ...buffer.particulars(), frameCount: remaining })
    for (let channel = 0; channel < buffer.channelCount; channel++) {
      part.samples.set(buffer.channel(channel).subarray(0, remaining), channel * remaining)
    }
    return part
  }
}

/**
 * Lets a length of audio pass and ends the stream then. `pipeline()` stops the source at that
 * moment; in a plain `pipe` what still comes is thrown away.
 *
 * @example
 * ```ts
 * import { pipeline, sink, take, wavFileSource } from '@patchcord/core'
 *
 * const report = await pipeline(wavFileSource('input.wav'), take({ durationMs: 100 }), sink(() => {})).finished
 * console.log(report.durationMs) // 100
 * ```
 */
export function take(options: TakeOptions): AudioProcessor {
  checkKnownOptions('take', options, [...portOptionNames, 'frameCount', 'durationMs'])
  const { frameCount, durationMs } = options
  if ((frameCount === undefined) === (durationMs === undefined)) {
    throw invalidOption('take options', 'exactly one of frameCount and durationMs', options)
  }
  if (frameCount !== undefined)
    checkNumber('frameCount', frameCount, { min: 0, integer: true, unit: 'frames' })
  if (durationMs !== undefined) checkNumber('durationMs', durationMs, { min: 0, unit: 'ms' })
  return new Take(options)
}
