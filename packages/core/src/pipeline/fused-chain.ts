import type { AudioBuffer } from '../data/audio-buffer.js'
import { type Metadata, emptyMetadata } from '../data/metadata.js'
import type { AudioFormat } from '../format/audio-format.js'
import type { KernelBackend, KernelChain, KernelInstance } from '../kernels/kernel.js'
import { hasFormat } from '../ports/item-check.js'
import type { FusedStage } from './fused-stage.js'

/**
 * The kernels of a segment as they were set up for one format, joined by their backend.
 *
 * @internal
 */
export class FusedChain {
  /** Frames that each kernel gives for the block under way, as `measure` has found them. */
  readonly frames: Float64Array
  /** How long each kernel took, where that was asked. */
  readonly timesUs: Float64Array
  private readonly chain: KernelChain
  private readonly instances: readonly KernelInstance[]
  /** The stages whose output is placed by their own books. */
  private readonly delaying: readonly number[]
  private readonly inPlace: boolean
  private readonly readsOnly: boolean
  /** The length of block that `frames` stands for, if all give as many as they take. */
  private evenFrames = -1
  /** Where the output begins, and what it carries. */
  private position = 0
  private timestampMs: number | undefined
  private metadata: Metadata = emptyMetadata

  constructor(
    private readonly stages: readonly FusedStage[],
    private readonly input: AudioFormat,
    backend: KernelBackend,
  ) {
    this.instances = stages.map(({ kernel }) => kernel.instance as KernelInstance)
    this.chain = (backend.fuse as NonNullable<KernelBackend['fuse']>)(this.instances)
    this.frames = new Float64Array(stages.length)
    this.timesUs = new Float64Array(stages.length)
    this.delaying = this.instances.flatMap(({ latencyFrames }, at) =>
      latencyFrames > 0 ? [at] : [],
    )
    this.inPlace = this.instances.every(({ inPlace }) => inPlace)
    this.readsOnly = this.instances.every(
      ({ readsOnly, latencyFrames }) => readsOnly === true && latencyFrames === 0,
    )
  }

  /** Whether the kernels are still those of the stages. */
  get isCurrent(): boolean {
    for (let at = 0; at < this.instances.length; at++)
      if (this.stages[at]?.kernel.instance !== this.instances[at]) return false
    return true
  }

  /** Whether a buffer has the format that the kernels were set up for. */
  fits(buffer: AudioBuffer): boolean {
    return hasFormat(buffer, this.input)
  }

  /** Finds how many frames each kernel gives for a block; `false` if one gives none. */
  measure(frameCount: number): boolean {
    if (this.isFilled()) {
      if (frameCount === this.evenFrames) return true
      this.evenFrames = frameCount
      this.frames.fill(frameCount)
      return frameCount > 0
    }
    this.evenFrames = -1
    this.chain.outputFrames(frameCount, this.frames)
    return !this.frames.includes(0)
  }

  /**
   * The buffer that the measured block is to be written to: the one that it is in, where every
   * stage would write there, with the place of the output.
   */
  outputFor(buffer: AudioBuffer): AudioBuffer {
    this.place(buffer)
    if (this.inPlace && this.isEven(buffer.frameCount) && (this.readsOnly || !buffer.shared)) {
      if (this.delaying.length === 0) return buffer
      const { position, timestampMs, metadata } = this
      return buffer.with({ position, timestampMs, metadata })
    }
    const { output } = this.instances.at(-1) as KernelInstance
    const writer = this.lastWriter(buffer)
    return (this.stages[writer] as FusedStage).engine.lifecycle.pool.acquire({
      sampleRate: output.sampleRate,
      channelCount: output.channelCount,
      channelLayout: (this.instances[writer] as KernelInstance).output.channelLayout,
      frameCount: this.frames[this.frames.length - 1] as number,
      position: this.position,
      timestampMs: this.timestampMs,
      metadata: this.metadata,
    })
  }

  /** Executes the block; bit `i` of the result is set where kernel `i` has readings. */
  process(buffer: AudioBuffer, output: AudioBuffer, timed: boolean): number {
    return timed
      ? this.chain.processTimed(buffer.samples, buffer.frameCount, output.samples, this.timesUs)
      : this.chain.process(buffer.samples, buffer.frameCount, output.samples)
  }

  /** Whether all that delay are filled, and so every block comes out as long as it went in. */
  private isFilled(): boolean {
    for (const at of this.delaying) if (!(this.stages[at] as FusedStage).kernel.full) return false
    return true
  }

  private isEven(frameCount: number): boolean {
    return this.evenFrames >= 0 || this.frames.every((frames) => frames === frameCount)
  }

  /** Keeps the books of those that delay, as each would when it were by itself. */
  private place(buffer: AudioBuffer): void {
    this.position = buffer.position
    this.timestampMs = buffer.timestampMs
    this.metadata = buffer.metadata
    for (const at of this.delaying) {
      const { kernel, engine } = this.stages[at] as FusedStage
      const taken = at === 0 ? buffer.frameCount : (this.frames[at - 1] as number)
      const given = this.frames[at] as number
      const { sampleRate } = engine.input as AudioFormat
      kernel.take(taken, sampleRate, this.timestampMs, this.metadata)
      this.position = kernel.positionOut
      this.timestampMs = kernel.timestampOut
      this.metadata = kernel.metadata
      kernel.give(given)
      kernel.full = given === taken && (this.instances[at] as KernelInstance).inPlace
    }
  }

  /** The last stage that would write to a buffer of its own: its pool is used, and its layout shows. */
  private lastWriter(buffer: AudioBuffer): number {
    let writer = 0
    let { shared } = buffer
    let taken = buffer.frameCount
    for (let at = 0; at < this.instances.length; at++) {
      const { inPlace, latencyFrames, readsOnly } = this.instances[at] as KernelInstance
      const given = this.frames[at] as number
      const leavesIt = !shared || (latencyFrames === 0 && readsOnly === true)
      if (!inPlace || given !== taken || !leavesIt) {
        writer = at
        shared = false
      }
      taken = given
    }
    return writer
  }
}
