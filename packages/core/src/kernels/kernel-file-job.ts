import type { PcmDither } from '../pcm/pcm-dither.js'
import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import type { KernelInstance, KernelReading, KernelSpec } from './kernel.js'

/** Where the samples of a {@link KernelFileJob} are read. */
export interface KernelFileInput {
  /** An open file: what executes the job keeps a descriptor of its own, and never closes this one. */
  readonly fd: number
  /** The same file's path, for systems on which a descriptor is no use. */
  readonly path: string
  /** How its samples are stored. */
  readonly sampleFormat: PcmSampleFormat
  /** Samples in a frame. */
  readonly channelCount: number
  /** The byte at which the first frame begins. */
  readonly offsetBytes: number
  /** Frames to read. */
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
  /** How samples are to be stored. */
  readonly sampleFormat: PcmSampleFormat
  /** Samples in a frame: as many as the last kernel gives. */
  readonly channelCount: number
  /** The byte at which the first frame is written. What is before that is left alone. */
  readonly offsetBytes: number
  /** As `createPcmEncoder` takes it. */
  readonly dither: PcmDither
  /** As `createPcmEncoder` takes it. */
  readonly ditherSeed: number
}

/** Samples from one file through kernels into another, on a thread that is not JavaScript's. */
export interface KernelFileJob {
  /** Where samples come from. */
  readonly input: KernelFileInput
  /**
   * At least one, each taking what the one before it gives. The job takes them over: they must not
   * be called any more.
   */
  readonly kernels: readonly KernelInstance[]
  /** Where they go. */
  readonly output: KernelFileOutput
  /**
   * Called on JavaScript's thread when readings are there to be taken and, once and as the last
   * call, when the job is over (the call before may find it over too); never within a call of a
   * {@link KernelFileRun}. It must not throw.
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
  /** Blocks that it took; the input takes none. */
  readonly itemsIn: number
  /** Frames that it took. */
  readonly framesIn: number
  /** Blocks that it gave; the output gives none. */
  readonly itemsOut: number
  /** Frames that it gave. */
  readonly framesOut: number
}

/** What a {@link KernelFileRun} has done so far. */
export interface KernelFileStats {
  /** Reading. */
  readonly input: KernelFilePartStats
  /** One for each kernel. */
  readonly kernels: readonly KernelFilePartStats[]
  /** Writing. */
  readonly output: KernelFilePartStats
  /**
   * Bytes of samples that the system has taken, without a gap. After an error in writing it may end
   * in a part of a frame.
   */
  readonly bytesWritten: number
  /** As `PcmBlockEncoder` counts them. */
  readonly clippedSamples: number
  /** As `PcmBlockEncoder` counts them. */
  readonly nanSamples: number
}

/** A {@link KernelFileJob} at work. It began by itself. */
export interface KernelFileRun {
  /** Changes a kernel from the next block that it gets. */
  update(kernel: number, spec: KernelSpec): void
  /** Holds the work after the block under way. */
  pause(): void
  /** Goes on. */
  resume(): void
  /** Reads no further block: what was read goes through, tails follow, and the job ends. Ends a pause. */
  stopReading(): void
  /** Ends the job after the block under way; what is in the kernels is lost. */
  abort(): void
  /** What it has done so far. */
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
