import type { PcmDither } from '../pcm/pcm-dither.js'
import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import type { KernelInstance, KernelReading, KernelSpec } from './kernel.js'

/** Where the samples of a {@link KernelFileJob} are read. */
export interface KernelFileInput {
  /** An open file: what executes the job keeps a descriptor of its own, and never closes this one. */
  readonly fd: number
  /** The same file's path, for systems on which a descriptor is no use. */
  readonly path: string
  readonly sampleFormat: PcmSampleFormat
  readonly channelCount: number
  /** The byte at which the first frame begins. */
  readonly offsetBytes: number
  readonly frameCount: number
  /** Frames of each block but the last: what would be one buffer of a stream. */
  readonly framesPerBlock: number
}

/** Where the samples of a {@link KernelFileJob} are written. */
export interface KernelFileOutput {
  /** An open file: what executes the job keeps a descriptor of its own, and never closes this one. */
  readonly fd: number
  /** The same file's path, for systems on which a descriptor is no use. */
  readonly path: string
  readonly sampleFormat: PcmSampleFormat
  readonly channelCount: number
  /** The byte at which the first frame is written. What is before that is left alone. */
  readonly offsetBytes: number
  readonly dither: PcmDither
  readonly ditherSeed: number
}

/** Samples from one file through kernels into another, on a thread that is not JavaScript's. */
export interface KernelFileJob {
  readonly input: KernelFileInput
  /**
   * At least one, each taking what the one before it gives. The job takes them over: they must not
   * be called any more.
   */
  readonly kernels: readonly KernelInstance[]
  readonly output: KernelFileOutput
  /**
   * Called on JavaScript's thread when readings are there to be taken and, once and as the last
   * call, when the job is over; never within a call of a {@link KernelFileRun}. It must not throw.
   */
  readonly onNews: () => void
}

/** Which part of a {@link KernelFileJob} failed: reading, writing, or the kernel of this index. */
export type KernelFilePart = 'input' | 'output' | number

/** How a {@link KernelFileJob} ended. An abort is an end too: `error` is absent. */
export interface KernelFileOutcome {
  /** Absent where nothing failed. System errors carry Node's `code`, as `ENOSPC`. */
  readonly error?: Error
  /** Present where `error` is. */
  readonly part?: KernelFilePart
}

/** What one part of a {@link KernelFileRun} has done so far. */
export interface KernelFilePartStats {
  readonly itemsIn: number
  readonly framesIn: number
  readonly itemsOut: number
  readonly framesOut: number
}

/** What a {@link KernelFileRun} has done so far. */
export interface KernelFileStats {
  readonly input: KernelFilePartStats
  /** One for each kernel. */
  readonly kernels: readonly KernelFilePartStats[]
  readonly output: KernelFilePartStats
  /**
   * Bytes of samples that the system has taken, without a gap. After an error in writing it may end
   * in a part of a frame.
   */
  readonly bytesWritten: number
  readonly clippedSamples: number
  readonly nanSamples: number
}

/** A {@link KernelFileJob} at work. It began by itself. */
export interface KernelFileRun {
  /** Changes a kernel from the next block that it gets. */
  update(kernel: number, spec: KernelSpec): void
  /** Holds the work after the block under way. */
  pause(): void
  resume(): void
  /** Reads no further block: what was read goes through, tails follow, and the job ends. Ends a pause. */
  stopReading(): void
  /** Ends the job after the block under way; what is in the kernels is lost. */
  abort(): void
  stats(): KernelFileStats
  /**
   * What a measuring kernel has measured since it was last asked, oldest first. The queue is
   * bounded and never drops: while it is full the job waits.
   */
  takeReadings(kernel: number): readonly KernelReading[]
  /**
   * Durations of sampled calls (one in sixteen) since it was last asked, in milliseconds; of a
   * part of the job. The newest 1024 are kept.
   */
  takeTimes(part: KernelFilePart): readonly number[]
  /** Absent while it works. */
  readonly outcome: KernelFileOutcome | undefined
}
