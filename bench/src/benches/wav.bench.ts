import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline as nodePipeline } from 'node:stream/promises'
import { AudioBuffer, pipeline, sink, source, wavFileSink, wavFileSource } from '@patchcord/core'
import type { Bench, Contestant } from '../harness.js'
import { plainDecode, plainEncode } from '../plain-pcm.js'
import { writeToneWav } from '../tone-wav.js'

const seconds = 120
const sampleRate = 48_000
/** The file's default, for both. */
const frameCount = 16_384
const bufferCount = Math.floor((seconds * sampleRate) / frameCount)
let folder: string | undefined

/** Megabytes of the file for each second on the processor. */
function throughput(bytes: () => number, work: () => Promise<unknown>): Contestant {
  return async () => {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    return bytes() / (user + system)
  }
}

async function readPlainly(path: string): Promise<void> {
  const planar = new Float32Array(2 * frameCount)
  for await (const chunk of createReadStream(path, { start: 44, highWaterMark: 4 * frameCount })) {
    const { buffer, byteOffset, byteLength } = chunk as Buffer
    const samples = new Int16Array(buffer, byteOffset, byteLength / 2)
    plainDecode(samples, planar.subarray(0, samples.length))
  }
}

function writePlainly(path: string, planar: Float32Array): Promise<void> {
  function* chunks(): Generator<Uint8Array> {
    for (let index = 0; index < bufferCount; index++) {
      const samples = new Int16Array(2 * frameCount)
      plainEncode(planar, samples)
      yield new Uint8Array(samples.buffer)
    }
  }
  return nodePipeline(Readable.from(chunks()), createWriteStream(path))
}

function writeOurs(path: string, samples: Float32Array): Promise<unknown> {
  function* buffers(): Generator<AudioBuffer> {
    for (let index = 0; index < bufferCount; index++) {
      yield new AudioBuffer({ sampleRate, channelCount: 2, samples, position: index * frameCount })
    }
  }
  return pipeline(source(buffers()), wavFileSink(path, { sampleFormat: 's16' })).finished
}

/** WAV files of 16-bit stereo, from the disk's cache to samples and back. */
export const bench: Bench = {
  name: 'wav',
  async cases() {
    const made = (folder = mkdtempSync(join(tmpdir(), 'patchcord-wav-')))
    const input = join(made, 'in.wav')
    const output = join(made, 'out.wav')
    await writeToneWav(input, seconds)
    const planar = Float32Array.from(
      { length: 2 * frameCount },
      (_, index) => 0.5 * Math.sin(0.05 * index),
    )
    const size = (path: string) => () => statSync(path).size
    const common = {
      unit: 'MB/s',
      better: 'higher',
      peerName: 'bare fs streams and a plain loop',
    } as const
    return [
      {
        name: 'read s16 stereo, per CPU time',
        ...common,
        ours: throughput(
          size(input),
          () =>
            pipeline(
              wavFileSource(input),
              sink(() => {}),
            ).finished,
        ),
        peer: throughput(size(input), () => readPlainly(input)),
      },
      {
        name: 'write s16 stereo, per CPU time',
        ...common,
        ours: throughput(size(output), () => writeOurs(output, planar)),
        peer: throughput(size(output), () => writePlainly(output, planar)),
      },
    ]
  },
  dispose() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  },
}
