import type { AudioBuffer } from '../data/audio-buffer.js'
import type { KernelProcessor } from '../kernels/kernel-processor.js'
import type { RunningKernel } from '../kernels/running-kernel.js'
import type { DirectLink } from '../ports/direct-link.js'
import type { PortCounters } from '../ports/port-stats.js'
import type { ProcessorEngine } from '../ports/processor-engine.js'

/**
 * A stage of a fused group: what is looked at for each buffer, in objects of one shape each, since
 * the processors themselves have several.
 *
 * @internal
 */
export class FusedStage {
  readonly engine: ProcessorEngine<AudioBuffer, AudioBuffer>
  readonly kernel: RunningKernel
  readonly counters: PortCounters

  constructor(readonly processor: KernelProcessor) {
    this.engine = processor['~engine']
    this.kernel = processor['~kernel']
    this.counters = this.engine.lifecycle.counters
  }

  /** The link to the next stage. */
  get link(): DirectLink<AudioBuffer> | undefined {
    return this.engine.output.direct
  }

  /** Whether a buffer that is nothing special meets nothing special here either. */
  get isCalm(): boolean {
    const { engine, kernel } = this
    const { lifecycle } = engine
    return (
      kernel.started &&
      kernel.owedMetadata === undefined &&
      lifecycle.state === 'running' &&
      !lifecycle.closed &&
      !engine.request.isHeld &&
      engine.output.isCalm
    )
  }

  /** Whether somebody hears of its readings, who may change what comes behind it. */
  get isHeard(): boolean {
    const event = this.processor.readingEvent
    return event !== undefined && this.processor.listenerCount(event) > 0
  }
}
