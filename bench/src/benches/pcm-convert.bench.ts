import { createPcmDecoder, createPcmEncoder } from '@patchcord/core'
import { BenchFolder } from '../bench-folder.js'
import { compilePeer, peersFolder } from '../compile-peer.js'
import type { Bench, BenchCase } from '../harness.js'
import { type NativeKernels, nativeKernels } from '../native-kernels.js'
import { RepeatingProgram } from '../repeating-program.js'

const stereo = { sampleFormat: 's16le', channelCount: 2 } as const
/** Where the blocks lie, as in the peer: a stream's lie in several places. */
const places = 8
const folder = new BenchFolder('pcm-convert')
const peers: RepeatingProgram[] = []

/** The signal of the peer. */
const sampleAt = (index: number): number => 0.8 * Math.sin(0.07 * index)

function blocksOf(frameCount: number): readonly { planar: Float32Array; bytes: Uint8Array }[] {
  const encoder = createPcmEncoder(stereo)
  return Array.from({ length: places }, (_, place) => {
    const planar = Float32Array.from({ length: 2 * frameCount }, (__, at) => {
      const channel = at < frameCount ? 0 : 1
      return sampleAt(2 * (at - channel * frameCount) + channel + place)
    })
    const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
    encoder.encode(planar, frameCount, bytes, 0)
    return { planar, bytes }
  })
}

function casesOf(
  frameCount: number,
  { options, reason }: NativeKernels,
  program: string | undefined,
): readonly BenchCase[] {
  const count = Math.round(40_960_000 / frameCount)
  const ring = blocksOf(frameCount)
  const { backend } = options
  const encoder = (backend?.createPcmEncoder?.bind(backend) ?? createPcmEncoder)(stereo)
  const decoder = (backend?.createPcmDecoder?.bind(backend) ?? createPcmDecoder)(stereo)
  const caseOf = (
    name: string,
    way: 'encode' | 'decode',
    convert: (block: (typeof ring)[number]) => void,
  ): BenchCase => {
    const peer =
      program === undefined
        ? undefined
        : new RepeatingProgram(program, [way, String(frameCount), String(count)])
    if (peer !== undefined) peers.push(peer)
    return {
      name: `${name}, ${frameCount}x2`,
      unit: 'us/block',
      count,
      ours() {
        for (let index = 0; index < count; index++)
          convert(ring[index % places] as (typeof ring)[number])
      },
      peer: peer === undefined ? null : async () => (await peer.measureUs()) / count,
      peerName: 'libswresample',
      backend: () => (backend?.createPcmEncoder === undefined ? `js: ${reason}` : 'native'),
      runs: 9,
      goal: 1,
    }
  }
  return [
    caseOf('planar f32 to s16', 'encode', ({ planar, bytes }) =>
      encoder.encode(planar, frameCount, bytes, 0),
    ),
    caseOf('s16 to planar f32', 'decode', ({ planar, bytes }) =>
      decoder.decode(bytes, 0, frameCount, planar),
    ),
  ]
}

/** 16-bit stereo from and to planar floats, in memory, by one call for each block. */
export const bench: Bench = {
  name: 'pcm-convert',
  async cases() {
    const native = await nativeKernels()
    const libraries = ['libswresample', 'libavutil']
    const program = compilePeer(`${peersFolder}/swr-convert.c`, libraries, folder.path)
    return [1024, 16_384].flatMap((frameCount) => casesOf(frameCount, native, program))
  },
  async dispose() {
    await Promise.all(peers.splice(0).map((peer) => peer.close()))
    folder.dispose()
  },
}
