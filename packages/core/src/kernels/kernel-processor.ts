import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Metadata, emptyMetadata } from '../data/metadata.js'
import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { AudioProcessor, type Emit } from '../ports/audio-processor.js'
import { framesToMs } from '../time/time.js'
import { jsBackend } from './js-backend.js'
import type { KernelBackend, KernelInstance, KernelReading, KernelSpec } from './kernel.js'
import type { KernelOptions } from './kernel-options.js'
import type { ParameterChangedEvent, ParameterDescriptor } from './parameter-descriptor.js'
import type { ParameterSet } from './parameter-set.js'

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
  private instance: KernelInstance | undefined
  private change: KernelSpec | undefined
  private started = false
  /** The next frame in and the next frame out, each on its own timeline. */
  private positionIn = 0
  private positionOut = 0
  /** The timestamp of position 0, where the input has timestamps. */
  private originMs: number | undefined
  /** Of the last input, and of inputs that gave no output yet. */
  private metadata: Metadata = emptyMetadata
  private owedMetadata: Metadata | undefined

  /** @internal */
  constructor(definition: KernelDefinition<Name>, options: KernelOptions) {
    super({ flushOnDiscontinuity: true, name: definition.name, ...options })
    if (options.backend !== undefined && typeof options.backend.create !== 'function') {
      throw invalidOption('backend', 'a KernelBackend', options.backend)
    }
    this.definition = definition
    this.ownBackend = options.backend
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
        this.spec = this.change = kernel(format)
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
    const { instance, inputFormat } = this
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

  /** The kernel as it has to be from the next block on, if it was changed since the last call. @internal */
  takeChange(): KernelSpec | undefined {
    const { change } = this
    this.change = undefined
    return change
  }

  /** Is told what the kernel has measured, by whoever executes it. @internal */
  deliver(_readings: readonly KernelReading[]): void {}

  protected override configure(input: AudioFormat): AudioFormat {
    const spec = this.definition.kernel(input)
    this.instance = this.backend.create(spec, input)
    this.spec = spec
    this.change = undefined
    this.started = false
    return this.instance.output
  }

  protected processItem(buffer: AudioBuffer): AudioBuffer | undefined {
    const instance = this.instance as KernelInstance
    if (this.change !== undefined) instance.update?.(this.takeChange() as KernelSpec)
    if (!this.started || buffer.discontinuity) {
      this.started = true
      this.positionIn = buffer.position
      this.positionOut = instance.startAt(buffer.position)
    }
    const out =
      instance.latencyFrames === 0 ? this.atOnce(instance, buffer) : this.delayed(instance, buffer)
    this.takeReadings(instance)
    return out
  }

  protected override flushItems(emit: Emit<AudioBuffer>): void {
    const { instance } = this
    if (instance === undefined) return
    const frameCount = instance.tailFrames()
    if (frameCount === 0) {
      instance.flush(new Float32Array(0))
    } else {
      const { position, timestampMs } = this.place(instance)
      const metadata = this.metadata
      const out = this.pool.acquire({
        ...instance.output,
        frameCount,
        position,
        timestampMs,
        metadata,
      })
      instance.flush(out.samples)
      emit(out)
    }
    this.owedMetadata = undefined
    this.takeReadings(instance)
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
    const { samples, frameCount, sampleRate, timestampMs } = buffer
    const outFrames = instance.outputFrames(frameCount)
    this.originMs =
      timestampMs === undefined ? undefined : timestampMs - framesToMs(this.positionIn, sampleRate)
    this.positionIn += frameCount
    this.metadata =
      this.owedMetadata === undefined
        ? buffer.metadata
        : { ...this.owedMetadata, ...buffer.metadata }
    if (outFrames === 0) {
      instance.process(samples, frameCount, new Float32Array(0))
      this.owedMetadata = this.metadata
      return undefined
    }
    this.owedMetadata = undefined
    const changes = { ...this.place(instance), metadata: this.metadata }
    this.positionOut += outFrames
    if (instance.inPlace && outFrames === frameCount && !buffer.shared) {
      instance.process(samples, frameCount, samples)
      return buffer.with(changes)
    }
    const out = this.pool.acquire({ ...instance.output, ...changes, frameCount: outFrames })
    instance.process(samples, frameCount, out.samples)
    return out
  }

  /** Where on the timeline the next frame out belongs. */
  private place({ output }: KernelInstance): { position: number; timestampMs: number | undefined } {
    const { positionOut, originMs } = this
    const timestampMs =
      originMs === undefined ? undefined : originMs + framesToMs(positionOut, output.sampleRate)
    return { position: positionOut, timestampMs }
  }

  private takeReadings(instance: KernelInstance): void {
    const readings = instance.takeReadings?.()
    if (readings !== undefined && readings.length > 0) this.deliver(readings)
  }
}
