import type {
  KernelFileJob,
  KernelFileOutcome,
  KernelFilePart,
  KernelFilePartStats,
  KernelFileRun,
  KernelFileStats,
  KernelReading,
  KernelSpec,
} from '@patchcord/core'
import type { NativeBinding, NativeFailure, NativeRun } from './native-binding.js'
import { NativeKernelInstance } from './native-kernel-instance.js'
import { systemError } from './system-error.js'

const noReadings: readonly KernelReading[] = Object.freeze([])

/** Numbers that the addon counts of each part. */
const numbersPerPart = 4

/** Durations that are taken by one call: as many as are kept. */
const mostTimes = 1024

/** A job from file to file on a thread of the addon. */
export class NativeFileRun implements KernelFileRun {
  private readonly native: NativeRun
  private readonly kernels: readonly NativeKernelInstance[]
  private readonly counts: Float64Array
  private readonly times = new Float64Array(mostTimes)
  private ended: KernelFileOutcome | undefined
  private toldTheEnd = false

  constructor(
    binding: NativeBinding,
    private readonly job: KernelFileJob,
  ) {
    this.kernels = job.kernels.map((kernel) => {
      if (kernel instanceof NativeKernelInstance) return kernel
      throw new TypeError('only kernels of the native backend can be run by it')
    })
    this.counts = new Float64Array(numbersPerPart * (this.kernels.length + 2) + 3)
    const { input, output } = job
    this.native = binding.runFile(
      JSON.stringify({ input, output }),
      this.kernels.map(({ native }) => native),
      () => this.tell(),
    )
  }

  update(kernel: number, spec: KernelSpec): void {
    this.native.update(kernel, JSON.stringify(spec))
  }

  pause(): void {
    this.native.pause()
  }

  resume(): void {
    this.native.resume()
  }

  stopReading(): void {
    this.native.stopReading()
  }

  abort(): void {
    this.native.abort()
  }

  stats(): KernelFileStats {
    const { counts, kernels } = this
    this.native.stats(counts)
    const whole = numbersPerPart * (kernels.length + 2)
    return {
      input: this.part(0),
      kernels: kernels.map((_, index) => this.part(1 + index)),
      output: this.part(1 + kernels.length),
      bytesWritten: counts[whole] as number,
      clippedSamples: counts[whole + 1] as number,
      nanSamples: counts[whole + 2] as number,
    }
  }

  takeReadings(kernel: number): readonly KernelReading[] {
    const decoder = this.kernels[kernel]?.decoder
    if (decoder === undefined) return noReadings
    return decoder.take((into) => this.native.takeReadings(kernel, into))
  }

  takeTimes(part: KernelFilePart): readonly number[] {
    const count = this.native.takeTimes(this.indexOf(part), this.times)
    return Array.from(this.times.subarray(0, count))
  }

  get outcome(): KernelFileOutcome | undefined {
    if (this.ended !== undefined) return this.ended
    const failure = this.native.outcome()
    if (failure !== undefined) this.ended = failure === null ? {} : this.describe(failure)
    return this.ended
  }

  /** The addon may call once more than there is to tell. */
  private tell(): void {
    if (this.toldTheEnd) return
    this.toldTheEnd = this.outcome !== undefined
    this.job.onNews()
  }

  private part(index: number): KernelFilePartStats {
    const at = numbersPerPart * index
    const [itemsIn = 0, framesIn = 0, itemsOut = 0, framesOut = 0] = this.counts.subarray(at)
    return { itemsIn, framesIn, itemsOut, framesOut }
  }

  private indexOf(part: KernelFilePart): number {
    if (part === 'input') return 0
    return 1 + (part === 'output' ? this.kernels.length : part)
  }

  private describe({ part, code, errno, message }: NativeFailure): KernelFileOutcome {
    if (part > 0 && part <= this.kernels.length) {
      return { part: part - 1, error: Object.assign(new Error(message), { code }) }
    }
    const which = part === 0 ? 'input' : 'output'
    const syscall = part === 0 ? 'read' : 'write'
    const error = errno === 0 ? new Error(message) : systemError(errno, message, syscall)
    return { part: which, error }
  }
}
