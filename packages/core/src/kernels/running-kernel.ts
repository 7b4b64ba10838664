import type { Metadata } from '../data/metadata.js'
import { emptyMetadata } from '../data/metadata.js'
import { framesToMs } from '../time/time.js'
import type { KernelInstance, KernelSpec } from './kernel.js'

/**
 * A kernel at work: what executes it, how it is to be changed, and where on the timeline its input
 * and its output are. Whoever has it process a block, alone or fused, keeps the books here.
 *
 * @internal
 */
export class RunningKernel {
  /** Absent until the format is known. */
  instance: KernelInstance | undefined
  /** What the kernel is to become before the next block. */
  change: KernelSpec | undefined
  /** Makes changes where something else executes the kernel, which nobody may call here then. */
  remote: ((change: KernelSpec) => void) | undefined
  /** It was told where it begins. */
  started = false
  /** It delays in place and is filled: until it is flushed, blocks come out as long as they go in. */
  full = false
  /** The timestamp of the next frame out, as {@link RunningKernel.take} has found it. */
  timestampOut: number | undefined
  /** The next frame in and the next frame out, each on its own timeline. */
  positionOut = 0
  private positionIn = 0
  /** The timestamp of position 0, where the input has timestamps. */
  private originMs: number | undefined
  /** Of the last input, and of inputs that gave no output yet. */
  metadata: Metadata = emptyMetadata
  owedMetadata: Metadata | undefined

  /** Begins anew with another instance. */
  setUp(instance: KernelInstance): void {
    this.instance = instance
    this.change = undefined
    this.started = false
    this.full = false
  }

  /** Notes a change, or has it made by what executes the kernel. */
  changeTo(spec: KernelSpec): void {
    if (this.remote === undefined) this.change = spec
    else this.remote(spec)
  }

  /** Makes the change that is due, if one is. */
  applyChange(): void {
    const { change } = this
    if (change === undefined) return
    this.instance?.update?.(change)
    this.change = undefined
  }

  /** The next block begins here. */
  startAt(position: number): void {
    this.started = true
    this.positionIn = position
    this.positionOut = (this.instance as KernelInstance).startAt(position)
  }

  /** Books a block that comes in, and tells by `positionOut`, `timestampOut` and `metadata` where the output begins. */
  take(
    frameCount: number,
    sampleRate: number,
    timestampMs: number | undefined,
    metadata: Metadata,
  ): void {
    this.originMs =
      timestampMs === undefined ? undefined : timestampMs - framesToMs(this.positionIn, sampleRate)
    this.positionIn += frameCount
    this.metadata =
      this.owedMetadata === undefined ? metadata : { ...this.owedMetadata, ...metadata }
    this.placeOutput()
  }

  /** Finds the timestamp of the next frame out. */
  placeOutput(): void {
    const { instance, originMs } = this
    this.timestampOut =
      originMs === undefined
        ? undefined
        : originMs + framesToMs(this.positionOut, (instance as KernelInstance).output.sampleRate)
  }

  /** Books what goes out; where that is nothing, the next output gets the metadata too. */
  give(frameCount: number): void {
    this.owedMetadata = frameCount === 0 ? this.metadata : undefined
    this.positionOut += frameCount
  }

  /** It was emptied. */
  flushed(): void {
    this.full = false
    this.owedMetadata = undefined
  }
}
