import { fileURLToPath } from 'node:url'
import { jsBackend } from '@patchcord/core'
import { BenchFolder } from '../bench-folder.js'
import { besidePrograms } from '../beside-programs.js'
import { compilePeer, peersFolder } from '../compile-peer.js'
import type { Bench, BenchCase } from '../harness.js'
import { nativeKernels } from '../native-kernels.js'
import { RepeatingProgram } from '../repeating-program.js'

const program = fileURLToPath(new URL('../programs/resample-wav.js', import.meta.url))
const folder = new BenchFolder('resample')
const minutes = 10
const frameCount = 1024
const blocks = 4000
let soxr: RepeatingProgram | undefined

/** Programs that write a file at 16 kHz, each with the start of its process. */
const peers = [
  {
    command: 'ffmpeg',
    name: 'ffmpeg -ar (swr)',
    goal: 1.5,
    args: (input: string, output: string) => [
      ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-i', input],
      ...['-ar', '16000', '-c:a', 'pcm_s16le', output],
    ],
  },
  {
    command: 'sox',
    name: 'sox rate -v',
    goal: 1.5,
    args: (input: string, output: string) => ['-D', input, output, 'rate', '-v', '16000'],
  },
  {
    command: 'gst-launch-1.0',
    name: 'GStreamer audioresample',
    goal: 1,
    args: (input: string, output: string) => [
      ...['-q', 'filesrc', `location=${input}`, '!', 'wavparse', '!', 'audioresample', '!'],
      ...['audio/x-raw,rate=16000', '!', 'wavenc', '!', 'filesink', `location=${output}`],
    ],
  },
]

function wholeProcesses(): readonly BenchCase[] {
  const name = `48 to 16 kHz, ${minutes} min of s16 mono`
  return besidePrograms({ folder, program, peers, name, minutes, channelCount: 1 })
}

async function inMemory(): Promise<BenchCase> {
  const { options, reason } = await nativeKernels()
  const { backend = jsBackend } = options
  const kernel = backend.create(
    {
      kernel: 'resample',
      sampleRate: 16_000,
      up: 1,
      down: 3,
      quality: 'good',
      adjustable: false,
      correctionPpm: 0,
    },
    { sampleRate: 48_000, channelCount: 1 },
  )
  const input = Float32Array.from({ length: frameCount }, (_, at) => 0.8 * Math.sin(0.07 * at))
  // Blocks come out in two lengths that differ by a frame.
  const outputs = new Map<number, Float32Array>()
  const compiled = compilePeer(`${peersFolder}/soxr-resample.c`, ['soxr'], folder.path)
  const args = ['48000', '16000', String(frameCount), String(blocks)]
  soxr = compiled === undefined ? undefined : new RepeatingProgram(compiled, args)
  const peer = soxr
  return {
    name: `48 to 16 kHz in memory, ${frameCount}x1`,
    unit: 'us/block',
    count: blocks,
    ours() {
      for (let block = 0; block < blocks; block++) {
        const length = kernel.outputFrames(frameCount)
        let output = outputs.get(length)
        if (output === undefined) outputs.set(length, (output = new Float32Array(length)))
        kernel.process(input, frameCount, output)
      }
    },
    peer: peer === undefined ? null : async () => (await peer.measureUs()) / blocks,
    peerName: 'libsoxr HQ',
    backend: () => (backend.name === 'native' ? 'native' : `js: ${reason}`),
    goal: 0.7,
  }
}

/** From 48 to 16 kHz, as whole processes from file to file, and in memory. */
export const bench: Bench = {
  name: 'resample',
  cases: async () => [...wholeProcesses(), await inMemory()],
  async dispose() {
    await soxr?.close()
    folder.dispose()
  },
}
