import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AudioBuffer,
  type KernelBackend,
  type Run,
  type WavSampleFormat,
  bufferSource,
  pipeline,
  wavFileSink,
  wavFileSource,
} from '@patchcord/core'
import { stageOf } from './chain-scenario.js'
import { Dice } from './dice.js'
import { kernelKinds } from './kernel-kinds.js'
import { specialSamples } from './kernel-script.js'
import { randomFormat } from './kernel-subject.js'

const sampleFormats = ['u8', 's16', 's24', 's32', 'f32', 'f64', 'alaw', 'mulaw'] as const

/** All that can be told from outside of what a run from file to file did. */
export interface FileOutcome {
  readonly file: readonly number[]
  readonly end: unknown
  readonly stages: readonly unknown[]
  /** Whether it was run by the backend as a whole. */
  readonly whole: boolean
}

/** Builds a random file and a random chain, and runs it into another file in a folder. */
export class FileScenario {
  private readonly dice: Dice

  constructor(
    seed: number,
    private readonly backend: KernelBackend,
    private readonly folder: string,
    private readonly fuse: boolean,
  ) {
    this.dice = new Dice(seed)
  }

  /** Runs it to its end. */
  async play(): Promise<FileOutcome> {
    const { dice, backend, fuse } = this
    const from = await this.newSource()
    const links = Array.from({ length: dice.whole(1, 6) }, (_, index) => {
      const kind = dice.pick(kernelKinds)
      return { kind, port: kind.make(dice, { backend, name: `${index} ${kind.name}` }) }
    })
    const end = this.newSink()
    const join = pipeline as unknown as (...stages: readonly unknown[]) => Run
    const run = join(from, ...links.map(({ port }) => port), end, { fuse })
    const { kind, port } = dice.pick(links)
    const change = dice.chance(0.5) ? kind.change?.(dice) : undefined
    run.on('started', () => {
      if (change !== undefined) port.set(change.name, change.value)
    })
    const { reason, frames, durationMs, latency, backend: by } = await run.finished
    return {
      file: [...(await readFile(end.path))],
      end: {
        outcome: { reason, frames, durationMs, latency },
        line: String(run.describe()),
        source: [from.stats(), from.state, from.info?.frameCount],
        sink: [end.stats(), end.state, end.framesWritten, end.bytesWritten, end.clippedSamples],
      },
      stages: links.map((link) => stageOf(link.port)),
      whole: by.wholeRun === true,
    }
  }

  private async newSource(): Promise<ReturnType<typeof wavFileSource>> {
    const { dice } = this
    const format = randomFormat(dice)
    const frameCount = dice.pick([dice.whole(2, 50), dice.whole(1000, 4000)])
    const path = join(this.folder, `input-${this.fuse}.wav`)
    const samples = new Float32Array(frameCount * format.channelCount)
    for (let at = 0; at < samples.length; at++)
      samples[at] = dice.chance(0.01) ? dice.pick(specialSamples) : 2.4 * dice.part() - 1.2
    const sampleFormat: WavSampleFormat = dice.pick(sampleFormats)
    const buffer = new AudioBuffer({ ...format, samples })
    await pipeline(bufferSource([buffer]), wavFileSink(path, { sampleFormat })).finished
    return wavFileSource(path, {
      framesPerBuffer: Math.ceil(frameCount / dice.pick([1, dice.whole(2, 60)])),
      startMs: dice.chance(0.5) ? 0 : dice.part() * (1000 / format.sampleRate),
    })
  }

  private newSink(): ReturnType<typeof wavFileSink> {
    const { dice } = this
    const sampleFormat: WavSampleFormat = dice.pick(sampleFormats)
    const dithers = /8|16|24/.test(sampleFormat) && dice.chance(0.7)
    return wavFileSink(join(this.folder, `output-${this.fuse}.wav`), {
      sampleFormat,
      extensible: dice.pick(['auto', 'always']),
      durability: dice.pick(['os', 'os', 'fsync']),
      ...(dithers ? { dither: 'tpdf', ditherSeed: dice.whole(0, 2 ** 32 - 1) } : {}),
    })
  }
}
