import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { AudioBuffer, type AudioBufferInit } from './audio-buffer.js'
import type { BufferHome, BufferMemory } from './buffer-memory.js'

/** Options of a {@link BufferPool}. */
export interface BufferPoolOptions {
  /**
   * Memory that lies idle beyond this is left to the garbage collector.
   *
   * @defaultValue 16 MiB
   */
  readonly maxIdleBytes?: number
  /**
   * Called with memory that was just given back; testkit fills it with NaN, so that whoever still
   * uses it is found out.
   */
  readonly onRelease?: (samples: Float32Array) => void
}

/** What a pool has done so far. */
export interface BufferPoolStats {
  /** Buffers handed out. */
  readonly acquired: number
  /** Those that came from recycled memory. */
  readonly reused: number
  /** Buffers given back. */
  readonly released: number
  /** Arrays that lie ready now. */
  readonly idle: number
  readonly idleBytes: number
}

/** What {@link BufferPool.acquire} makes a buffer of. */
export interface AcquireInit extends Omit<AudioBufferInit, 'samples'> {
  readonly frameCount: number
}

/**
 * Recycles sample memory. It is a cache and never a budget: where nothing fits, it allocates, and
 * memory that never comes back (Node drops queued items on `destroy`) is simply collected.
 */
export class BufferPool {
  private readonly idle = new Map<number, BufferMemory[]>()
  private readonly maxIdleBytes: number
  private readonly home: BufferHome
  private counts = { acquired: 0, reused: 0, released: 0, idle: 0, idleBytes: 0 }

  constructor(options: BufferPoolOptions = {}) {
    checkKnownOptions('BufferPool', options, ['maxIdleBytes', 'onRelease'])
    this.maxIdleBytes = checkNumber('maxIdleBytes', options.maxIdleBytes ?? 16 * 1024 * 1024, {
      min: 0,
    })
    const { onRelease } = options
    this.home = {
      takeBack: (memory) => {
        this.counts.released++
        onRelease?.(memory.samples)
        this.keep(memory)
      },
    }
  }

  /**
   * A buffer of the size asked for. Its samples are **not** cleared: whoever acquires it writes
   * all of them.
   *
   * Where each microsecond counts, name the fields of the format: V8 takes two microseconds for
   * `{ ...format, frameCount }`, and twenty times less for `{ sampleRate, channelCount, frameCount }`.
   */
  acquire(init: AcquireInit): AudioBuffer {
    const memory = this.take(init.channelCount * init.frameCount)
    const buffer = new AudioBuffer({
      samples: memory.samples,
      sampleRate: init.sampleRate,
      channelCount: init.channelCount,
      channelLayout: init.channelLayout,
      position: init.position,
      timestampMs: init.timestampMs,
      discontinuity: init.discontinuity,
      metadata: init.metadata,
    })
    buffer.memory = memory
    buffer.generation = memory.generation
    return buffer
  }

  /** A pooled copy of a buffer: what it holds is written to recycled memory. */
  copyOf(buffer: AudioBuffer): AudioBuffer {
    const copy = this.acquire({ ...buffer.particulars(), frameCount: buffer.frameCount })
    copy.samples.set(buffer.samples)
    return copy
  }

  /** What the pool has done so far. */
  stats(): BufferPoolStats {
    return { ...this.counts }
  }

  /** Lets go of all idle memory. */
  clear(): void {
    this.idle.clear()
    this.counts.idle = 0
    this.counts.idleBytes = 0
  }

  private take(length: number): BufferMemory {
    this.counts.acquired++
    const memory = this.idle.get(length)?.pop()
    if (memory === undefined) {
      return { samples: new Float32Array(length), generation: 0, owners: 1, home: this.home }
    }
    this.counts.reused++
    this.counts.idle--
    this.counts.idleBytes -= memory.samples.byteLength
    memory.owners = 1
    return memory
  }

  private keep(memory: BufferMemory): void {
    const { byteLength, length } = memory.samples
    // An array that was transferred to a worker has lost its memory.
    if (length === 0 || byteLength > this.maxIdleBytes) return
    // Full of sizes that nobody asks for any more, or of too many: start afresh.
    if (this.counts.idleBytes + byteLength > this.maxIdleBytes) this.clear()
    const list = this.idle.get(length)
    if (list === undefined) this.idle.set(length, [memory])
    else list.push(memory)
    this.counts.idle++
    this.counts.idleBytes += byteLength
  }
}
