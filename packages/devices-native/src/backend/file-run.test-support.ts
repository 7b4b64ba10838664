import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AudioFormat,
  type KernelBackend,
  type KernelFileInput,
  type KernelFileJob,
  type KernelFileOutput,
  type KernelFileRun,
  type KernelInstance,
  type KernelSpec,
  type PcmSampleFormat,
  createPcmDecoder,
  createPcmEncoder,
} from '@patchcord/core'

/** Bytes in front of the samples, which must stay as they are. */
const header: Buffer = Buffer.from('a header of 44 bytes, as those of WAV files.')

export const stereo: AudioFormat = { sampleRate: 48_000, channelCount: 2 }

export const measureAll: Extract<KernelSpec, { kernel: 'levelMeter' }> = {
  kernel: 'levelMeter',
  windowFrames: 1,
}
export const halve: KernelSpec = { kernel: 'gain', gain: 0.5, rampFrames: 100 }
export const limit: KernelSpec = {
  kernel: 'limiter',
  ceiling: 0.25,
  lookAheadFrames: 70,
  releaseCoefficient: 0.01,
}

/** What a test may say of a job; stereo of 16 bits otherwise. */
export interface JobOptions {
  readonly frameCount?: number
  readonly framesPerBlock?: number
  readonly sampleFormat?: PcmSampleFormat
  readonly outputFormat?: PcmSampleFormat
  readonly dither?: KernelFileOutput['dither']
  readonly outputPath?: string
}

/** Files with samples in a folder of their own. Bytes are noise. */
export class JobFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'patchcord-file-run-'))
  private readonly open: number[] = []

  dispose(): void {
    this.close()
    rmSync(this.path, { recursive: true, force: true })
  }

  /** Closes all files that jobs were given. */
  close(): void {
    for (const fd of this.open.splice(0)) closeSync(fd)
  }

  /** Of the folder itself. */
  descriptor(): number {
    return this.opened(this.path, 'r')
  }

  /** A job with kernels in a row that a backend makes. */
  job(
    backend: KernelBackend,
    specs: readonly KernelSpec[],
    options: JobOptions = {},
    onNews: () => void = () => {},
  ): KernelFileJob {
    const kernels = row(backend, specs)
    const channelCount = kernels.at(-1)?.output.channelCount ?? 2
    return {
      input: this.input(options),
      kernels,
      output: this.output(channelCount, options),
      onNews,
    }
  }

  /** Samples that were written. */
  written(): Buffer {
    const bytes = readFileSync(join(this.path, 'out'))
    if (!bytes.subarray(0, header.length).equals(header)) throw new Error('the header was touched')
    return bytes.subarray(header.length)
  }

  private input(options: JobOptions): KernelFileInput {
    const { frameCount = 24_000, framesPerBlock = 480, sampleFormat = 's16le' } = options
    const path = join(this.path, 'in')
    writeFileSync(path, Buffer.concat([header, noise(sampleFormat, frameCount)]))
    const fd = this.opened(path, 'r')
    const offsetBytes = header.length
    return { fd, path, sampleFormat, channelCount: 2, offsetBytes, frameCount, framesPerBlock }
  }

  private output(channelCount: number, options: JobOptions): KernelFileOutput {
    const { outputFormat: sampleFormat = 's16le', dither = 'none' } = options
    const path = options.outputPath ?? join(this.path, 'out')
    if (options.outputPath === undefined) writeFileSync(path, header)
    const fd = this.opened(path, 'r+')
    const offsetBytes = header.length
    return { fd, path, sampleFormat, channelCount, offsetBytes, dither, ditherSeed: 5 }
  }

  private opened(path: string, flags: string): number {
    const fd = openSync(path, flags)
    this.open.push(fd)
    return fd
  }
}

/** The bytes of a job done by hand: one kernel and one block after the other. */
export function streamed(
  job: KernelFileJob,
  backend: KernelBackend,
  specs: readonly KernelSpec[],
): Buffer {
  const { input, output } = job
  const kernels = row(backend, specs)
  const { sampleFormat, channelCount, dither, ditherSeed } = output
  const decoder = createPcmDecoder({
    sampleFormat: input.sampleFormat,
    channelCount: input.channelCount,
  })
  const encoder = createPcmEncoder({ sampleFormat, channelCount, dither, ditherSeed })
  const starts: number[] = []
  const pieces: Buffer[] = []
  const feed = (samples: Float32Array, frameCount: number, at: number): void => {
    if (frameCount === 0) return
    const kernel = kernels[at]
    if (kernel === undefined) {
      const bytes = Buffer.alloc(frameCount * encoder.bytesPerFrame)
      encoder.encode(samples, frameCount, bytes, 0)
      pieces.push(bytes)
      return
    }
    starts[at] ??= kernel.startAt(at === 0 ? 0 : (starts[at - 1] as number))
    const frames = kernel.outputFrames(frameCount)
    const result = new Float32Array(frames * kernel.output.channelCount)
    kernel.process(samples, frameCount, result)
    kernel.takeReadings?.()
    feed(result, frames, at + 1)
  }
  const bytes = readFileSync(input.path).subarray(header.length)
  for (let frame = 0; frame < input.frameCount; frame += input.framesPerBlock) {
    const frameCount = Math.min(input.framesPerBlock, input.frameCount - frame)
    const samples = new Float32Array(frameCount * input.channelCount)
    decoder.decode(bytes, frame * decoder.bytesPerFrame, frameCount, samples)
    feed(samples, frameCount, 0)
  }
  for (const [at, kernel] of kernels.entries()) {
    const frames = kernel.tailFrames()
    const tail = new Float32Array(frames * kernel.output.channelCount)
    kernel.flush(tail)
    feed(tail, frames, at + 1)
  }
  return Buffer.concat(pieces)
}

/** Turns the event loop until something holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits for the end, throwing readings away. */
export async function ended(run: KernelFileRun): Promise<void> {
  const kernels = run.stats().kernels.length
  await until(() => {
    for (let kernel = 0; kernel < kernels; kernel++) run.takeReadings(kernel)
    return run.outcome !== undefined
  })
}

function row(backend: KernelBackend, specs: readonly KernelSpec[]): KernelInstance[] {
  let format = stereo
  return specs.map((spec) => {
    const kernel = backend.create(spec, format)
    format = kernel.output
    return kernel
  })
}

/** Stereo, a little beyond full scale. */
function noise(sampleFormat: PcmSampleFormat, frameCount: number): Buffer {
  const encoder = createPcmEncoder({ sampleFormat, channelCount: 2 })
  let state = 1
  const samples = Float32Array.from({ length: 2 * frameCount }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state / 2 ** 31) * 1.1
  })
  const bytes = Buffer.alloc(frameCount * encoder.bytesPerFrame)
  encoder.encode(samples, frameCount, bytes, 0)
  return bytes
}
