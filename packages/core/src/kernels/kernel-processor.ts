import type { AudioBuffer } from '../data/audio-buffer.js'
import type { Metadata } from '../data/metadata.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioProcessor, type Emit } from '../ports/audio-processor.js'
import { framesToMs } from '../time/time.js'
import { jsBackend } from './js-backend.js'
import type { KernelBackend, KernelInstance, KernelReading, KernelSpec } from './kernel.js'
import type { KernelOptions } from './kernel-options.js'
import type { ParameterChangedEvent, ParameterDescriptor } from './parameter-descriptor.js'
import type { ParameterSet } from './parameter-set.js'
import { RunningKernel } from './running-kernel.js'

/** What a {@link KernelProcessor} is made of. @internal */
export interface KernelDefinition<Name extends string> {
  /** The factory's name, which is the stage's where the user gives none. */
  readonly name: string
  readonly parameters: ParameterSet<Name>
  /** Describes the kernel for an input format, with the parameters as they are now. */
  readonly kernel: (input: AudioFormat) => KernelSpec
}

/**
 * A processor whose arithmetic is a kernel, executed by a backend. Made by the factories
 * (`gain()`, `lowPass()`, ...); `Name` lists its parameters.
 *
 * It works in place where it alone owns the samples. Positions and timestamps stay true to the
 * timeline; a kernel that delays gives its tail at the end and before a discontinuity.
 *
 * Event `parameter-changed` ({@link ParameterChangedEvent}): a parameter was set.
 */
export class KernelProcessor<Name extends string = string> extends AudioProcessor {
  private readonly definition: KernelDefinition<Name>
  private readonly ownBackend: KernelBackend | undefined
  private lentBackend: KernelBackend | undefined
  private spec: KernelSpec | undefined
  /** @internal */
  readonly '~kernel': RunningKernel = new RunningKernel()

  /** @internal */
  constructor(definition: KernelDefinition<Name>, options: KernelOptions) {
    super({ flushOnDiscontinuity: true, name: definition.name, ...options })
    if (options.backend !== undefined && typeof options.backend.create !== 'function') {
      throw invalidOption('backend', 'a KernelBackend', options.backend)
    }
    this.definition = definition
    this.ownBackend = options.backend
    // Every output is placed here already, also where that is at position 0.
    this['~engine'].output.inherits = false
  }

  /** What can be set while running. */
  get parameters(): readonly ParameterDescriptor<Name>[] {
    return this.definition.parameters.descriptors
  }

  /** The value of a parameter, as it was last set. */
  get(name: Name): number {
    return this.definition.parameters.get(name)
  }

  /**
   * Changes a parameter from the next block on, with a ramp. Throws `invalid-option` where the
   * value is outside of the descriptor's range or impossible at the present sample rate.
   */
  set(name: Name, value: number): this {
    const { parameters, kernel } = this.definition
    const previous = parameters.set(name, value)
    const format = this.inputFormat
    if (format !== undefined) {
      try {
        const spec = kernel(format)
        this['~kernel'].changeTo(spec)
        this.spec = spec
      } catch (error) {
        parameters.set(name, previous)
        throw error
      }
    }
    if (this.listenerCount('parameter-changed') > 0) {
      const event: ParameterChangedEvent = { stage: this.name, name, value, previous }
      this.emit('parameter-changed', event)
    }
    return this
  }

  /** How long audio stays inside, in milliseconds; 0 until the format is known. */
  get latencyMs(): number {
    const { inputFormat } = this
    const { instance } = this['~kernel']
    return instance === undefined || inputFormat === undefined
      ? 0
      : framesToMs(instance.latencyFrames, inputFormat.sampleRate)
  }

  /** The backend that executes the kernel. */
  get backend(): KernelBackend {
    return this.ownBackend ?? this.lentBackend ?? jsBackend
  }

  /** The kernels in the order in which they are executed; none until the format is known. */
  get kernels(): readonly KernelSpec[] {
    return this.spec === undefined ? [] : [this.spec]
  }

  /** Whether it is executed by the backend that a run lends it. @internal */
  get borrowsBackend(): boolean {
    return this.ownBackend === undefined
  }

  /** The backend to use where the user named none; before the format is known. @internal */
  lendBackend(backend: KernelBackend): void {
    this.lentBackend = backend
  }

  /**
   * The event that it raises when it is told what was measured: whoever listens may change stages
   * behind it, and the same buffer has to show it.
   *
   * @internal
   */
  get readingEvent(): string | undefined {
    return undefined
  }

  /** Is told what the kernel has measured, by whoever executes it. @internal */
  deliver(_readings: readonly KernelReading[]): void {}

  /** Takes what the kernel has measured, and tells it. @internal */
  takeReadings(): void {
    const readings = this['~kernel'].instance?.takeReadings?.()
    if (readings !== undefined && readings.length > 0) this.deliver(readings)
  }

  protected override configure(input: AudioFormat): AudioFormat {
    const spec = this.definition.kernel(input)
    const instance = this.backend.create(spec, input)
    this['~kernel'].setUp(instance)
    this.spec = spec
    return instance.output
  }

  protected processItem(buffer: AudioBuffer): AudioBuffer | undefined {
    const kernel = this['~kernel']
    kernel.applyChange()
    if (!kernel.started || buffer.discontinuity) kernel.startAt(buffer.position)
    const instance = kernel.instance as KernelInstance
    const out =
      instance.latencyFrames === 0 ? this.atOnce(instance, buffer) : this.delayed(instance, buffer)
    this.takeReadings()
    return out
  }

  protected override flushItems(emit: Emit<AudioBuffer>): void {
    const kernel = this['~kernel']
    const { instance } = kernel
    if (instance === undefined || kernel.remote !== undefined) return
    const frameCount = instance.tailFrames()
    if (frameCount === 0) {
      instance.flush(new Float32Array(0))
    } else {
      kernel.placeOutput()
      const out = this.pool.acquire({ ...instance.output, ...placeOf(kernel), frameCount })
      instance.flush(out.samples)
      emit(out)
    }
    kernel.flushed()
    this.takeReadings()
  }

  /** What goes in comes out in the same call, at the same place. */
  private atOnce(instance: KernelInstance, buffer: AudioBuffer): AudioBuffer {
    const { samples, frameCount } = buffer
    if (instance.inPlace && (instance.readsOnly === true || !buffer.shared)) {
      instance.process(samples, frameCount, samples)
      return buffer
    }
    const out = this.pool.acquire({
      ...buffer.particulars(),
      channelLayout: undefined,
      ...instance.output,
      frameCount,
    })
    instance.process(samples, frameCount, out.samples)
    return out
  }

  private delayed(instance: KernelInstance, buffer: AudioBuffer): AudioBuffer | undefined {
    const kernel = this['~kernel']
    const { samples, frameCount, sampleRate, timestampMs, metadata } = buffer
    const outFrames = instance.outputFrames(frameCount)
    kernel.take(frameCount, sampleRate, timestampMs, metadata)
    const place = placeOf(kernel)
    kernel.give(outFrames)
    if (outFrames === 0) {
      instance.process(samples, frameCount, new Float32Array(0))
      return undefined
    }
    kernel.full = instance.inPlace && outFrames === frameCount
    if (kernel.full && !buffer.shared) {
      instance.process(samples, frameCount, samples)
      return buffer.with(place)
    }
    const out = this.pool.acquire({ ...instance.output, ...place, frameCount: outFrames })
    instance.process(samples, frameCount, out.samples)
    return out
  }
}

/** Where the next output begins, and what it carries. */
function placeOf({ positionOut, timestampOut, metadata }: RunningKernel): {
  position: number
  timestampMs: number | undefined
  metadata: Metadata
} {
  return { position: positionOut, timestampMs: timestampOut, metadata }
}
