import { readSync, writeSync } from 'node:fs'
import {
  type KernelFileJob,
  type KernelFileOutcome,
  type KernelFilePart,
  type KernelFilePartStats,
  type KernelFileRun,
  type KernelFileStats,
  type KernelInstance,
  type KernelReading,
  type KernelSpec,
  type PcmBlockDecoder,
  type PcmBlockEncoder,
  createPcmDecoder,
  createPcmEncoder,
} from '../src/index.js'
import type { FileBackendOptions } from './file-backend.js'

type Counts = { -readonly [Key in keyof KernelFilePartStats]: number }
const noCounts = (): Counts => ({ itemsIn: 0, framesIn: 0, itemsOut: 0, framesOut: 0 })
const mostReadings = 64

/**
 * A job on JavaScript's own thread, a block at a time. It uses the very descriptors that it is
 * given: whoever closes a file under it makes it fail.
 */
export class FakeFileRun implements KernelFileRun {
  outcome: KernelFileOutcome | undefined
  paused = false
  aborted = false
  /** What was set, in order. */
  readonly updates: [kernel: number, spec: KernelSpec][] = []
  private stopped = false
  private begun = false
  private framesRead = 0
  private bytesWritten = 0
  private blocks = 0
  private newsDue = false
  private readonly pending: [kernel: number, spec: KernelSpec][] = []
  private readonly counts = new Map<KernelFilePart, Counts>()
  private readonly times = new Map<KernelFilePart, number[]>()
  private readonly readings: KernelReading[][]
  private readonly decoder: PcmBlockDecoder
  private readonly encoder: PcmBlockEncoder

  constructor(
    readonly job: KernelFileJob,
    private readonly options: FileBackendOptions,
  ) {
    this.readings = job.kernels.map(() => [])
    for (const part of ['input', 'output', ...job.kernels.keys()] as const) {
      this.counts.set(part, noCounts())
      this.times.set(part, [])
    }
    const { input, output } = job
    this.decoder = createPcmDecoder({
      sampleFormat: input.sampleFormat,
      channelCount: input.channelCount,
    })
    const { sampleFormat, channelCount, dither, ditherSeed } = output
    this.encoder = createPcmEncoder({ sampleFormat, channelCount, dither, ditherSeed })
    if (options.auto !== false) setImmediate(this.goOn)
  }

  /** Does one block and tells what there is to tell, as on another thread. */
  async step(blocks = 1): Promise<void> {
    for (let count = 0; count < blocks; count++) this.work()
    await new Promise((resolve) => void setImmediate(resolve))
  }

  /** Is over, in this way. */
  end(outcome: KernelFileOutcome): void {
    this.outcome = outcome
    this.tell()
  }

  update(kernel: number, spec: KernelSpec): void {
    this.updates.push([kernel, spec])
    this.pending.push([kernel, spec])
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
  }

  stopReading(): void {
    this.stopped = true
    this.paused = false
  }

  abort(): void {
    this.aborted = true
    // One that is moved by hand has to hear of it too.
    if (this.options.auto === false) setImmediate(() => this.work())
  }

  stats(): KernelFileStats {
    const of = (part: KernelFilePart): Counts => ({ ...(this.counts.get(part) as Counts) })
    return {
      input: of('input'),
      kernels: this.job.kernels.map((_, at) => of(at)),
      output: of('output'),
      bytesWritten: this.bytesWritten,
      clippedSamples: this.encoder.clippedSamples,
      nanSamples: this.encoder.nanSamples,
    }
  }

  takeReadings(kernel: number): readonly KernelReading[] {
    return this.readings[kernel]?.splice(0) ?? []
  }

  takeTimes(part: KernelFilePart): readonly number[] {
    return this.times.get(part)?.splice(0) ?? []
  }

  private readonly goOn = (): void => {
    this.work()
    if (this.outcome === undefined) setImmediate(this.goOn)
  }

  private work(): void {
    if (this.outcome !== undefined) return
    const isFull = this.readings.some(({ length }) => length >= mostReadings)
    if (!this.aborted && (this.paused || isFull)) return
    let part: KernelFilePart = 'input'
    try {
      if (this.aborted) return this.end({})
      this.block((next) => (part = next))
    } catch (error) {
      this.end({ error: error as Error, part })
    }
    if (this.readings.some(({ length }) => length > 0)) this.tell()
  }

  private block(enter: (part: KernelFilePart) => void): void {
    const { input, kernels } = this.job
    if (!this.begun) {
      this.begun = true
      kernels.reduce((position, kernel) => kernel.startAt(position), 0)
    }
    const frameCount = Math.min(input.framesPerBlock, input.frameCount - this.framesRead)
    if (frameCount > 0 && !this.stopped)
      return this.pass(0, this.read(frameCount), frameCount, enter)
    kernels.forEach((kernel, at) => {
      enter(at)
      const frames = kernel.tailFrames()
      const tail = new Float32Array(frames * kernel.output.channelCount)
      kernel.flush(tail)
      this.measure(kernel, at)
      if (frames === 0) return
      this.count(at, 0, frames)
      this.pass(at + 1, tail, frames, enter)
    })
    this.end({})
  }

  private read(frameCount: number): Float32Array {
    this.options.fault?.('input', this.blocks++)
    const { fd, offsetBytes, channelCount } = this.job.input
    const { bytesPerFrame } = this.decoder
    const bytes = new Uint8Array(frameCount * bytesPerFrame)
    const position = offsetBytes + this.framesRead * bytesPerFrame
    if (readSync(fd, bytes, { position }) < bytes.length) throw new Error('the file has ended')
    const samples = new Float32Array(frameCount * channelCount)
    this.timed('input', () => this.decoder.decode(bytes, 0, frameCount, samples))
    this.framesRead += frameCount
    this.count('input', 0, frameCount)
    return samples
  }

  private pass(
    from: number,
    block: Float32Array,
    frameCount: number,
    enter: (part: KernelFilePart) => void,
  ): void {
    const { kernels } = this.job
    let [samples, frames] = [block, frameCount]
    for (let at = from; at < kernels.length; at++) {
      enter(at)
      const kernel = kernels[at] as KernelInstance
      this.applyUpdates(at)
      this.options.fault?.(at, this.counts.get(at)?.itemsIn ?? 0)
      const given = kernel.outputFrames(frames)
      const output = new Float32Array(given * kernel.output.channelCount)
      this.timed(at, () => kernel.process(samples, frames, output))
      this.measure(kernel, at)
      this.count(at, frames, given)
      if (given === 0) return
      ;[samples, frames] = [output, given]
    }
    enter('output')
    this.write(samples, frames)
  }

  private applyUpdates(kernel: number): void {
    const due = this.pending.filter(([at]) => at === kernel)
    for (const entry of due) {
      this.pending.splice(this.pending.indexOf(entry), 1)
      this.job.kernels[kernel]?.update?.(entry[1])
    }
  }

  private write(samples: Float32Array, frameCount: number): void {
    const { fd, offsetBytes } = this.job.output
    const bytes = new Uint8Array(frameCount * this.encoder.bytesPerFrame)
    this.timed('output', () => this.encoder.encode(samples, frameCount, bytes, 0))
    try {
      this.options.fault?.('output', this.counts.get('output')?.itemsIn ?? 0)
    } catch (error) {
      // As on a disk that had room for a part of a frame more.
      this.bytesWritten += writeSync(fd, bytes, 0, 1, offsetBytes + this.bytesWritten)
      throw error
    }
    this.bytesWritten += writeSync(fd, bytes, 0, bytes.length, offsetBytes + this.bytesWritten)
    this.count('output', frameCount, 0)
  }

  private measure(kernel: KernelInstance, at: number): void {
    this.readings[at]?.push(...(kernel.takeReadings?.() ?? []))
  }

  private timed(part: KernelFilePart, call: () => void): void {
    const startedAt = performance.now()
    call()
    this.times.get(part)?.push(performance.now() - startedAt)
  }

  private count(part: KernelFilePart, framesIn: number, framesOut: number): void {
    const counts = this.counts.get(part) as Counts
    counts.framesIn += framesIn
    counts.framesOut += framesOut
    if (framesIn > 0) counts.itemsIn++
    if (framesOut > 0) counts.itemsOut++
  }

  private tell(): void {
    if (this.newsDue) return
    this.newsDue = true
    setImmediate(() => {
      this.newsDue = false
      this.job.onNews()
    })
  }
}
