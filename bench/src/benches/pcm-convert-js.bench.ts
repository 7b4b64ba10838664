import { createRequire } from 'node:module'
import { createPcmDecoder, createPcmEncoder, pcmSampleFormats } from '@patchcord/core'
import type * as Wavefile from 'wavefile'
import type { Bench } from '../harness.js'
import { plainDecode, plainEncode } from '../plain-pcm.js'

// Its CommonJS build: Node finds no named exports in it, and its types know no other.
const { WaveFile } = createRequire(import.meta.url)('wavefile') as typeof Wavefile

const frameCount = 480
const blocks = 20_000
const stereo = { sampleFormat: 's16le', channelCount: 2 } as const

/** As in a program that has converted other formats before: V8 has seen more than one loop. */
function useAllFormats(): void {
  for (const sampleFormat of pcmSampleFormats) {
    for (const channelCount of [1, 2, 6]) {
      const decoder = createPcmDecoder({ sampleFormat, channelCount })
      const encoder = createPcmEncoder({ sampleFormat, channelCount })
      const planar = new Float32Array(channelCount * frameCount)
      const bytes = new Uint8Array(frameCount * encoder.bytesPerFrame)
      for (let index = 0; index < 300; index++) {
        encoder.encode(planar, frameCount, bytes, 0)
        decoder.decode(bytes, 0, frameCount, planar)
      }
    }
  }
}

/** Interleaved 16-bit stereo to planar floats and back, in JavaScript. */
export const bench: Bench = {
  name: 'pcm-convert-js',
  cases() {
    useAllFormats()
    const decoder = createPcmDecoder(stereo)
    const encoder = createPcmEncoder(stereo)
    const planar = Float32Array.from(
      { length: 2 * frameCount },
      (_, index) => 0.8 * Math.sin(index),
    )
    const samples = new Int16Array(2 * frameCount)
    const bytes = new Uint8Array(samples.buffer)
    encoder.encode(planar, frameCount, bytes, 0)
    const decoded = new Float32Array(2 * frameCount)
    const channels = [planar.subarray(0, frameCount), planar.subarray(frameCount)]
    const wav = new WaveFile()
    const file = new WaveFile()
    file.fromScratch(2, 48_000, '16', samples)
    const fileBytes = file.toBuffer()

    // A stream's blocks lie in several places. Where one is taken again and again, V8 compiles its
    // address into the plain loop, and no program has that.
    const ring = Array.from({ length: 8 }, () => {
      const copy = samples.slice()
      return { samples: copy, bytes: new Uint8Array(copy.buffer), planar: planar.slice() }
    })
    const inTurn = (work: (block: (typeof ring)[number]) => void) => () => {
      for (let index = 0; index < blocks; index++)
        work(ring[index % ring.length] as (typeof ring)[number])
    }

    const unit = 'us/block'
    const times = (count: number, work: () => void) => () => {
      for (let index = 0; index < count; index++) work()
    }
    const decode = {
      unit,
      count: blocks,
      ours: times(blocks, () => decoder.decode(bytes, 0, frameCount, decoded)),
    }
    const encode = {
      unit,
      count: blocks,
      ours: times(blocks, () => encoder.encode(planar, frameCount, bytes, 0)),
    }
    const plain = { unit, count: blocks, peerName: 'a plain loop', goal: 1, runs: 9 }
    // wavefile takes and gives whole files and returns its figure, as it does fewer in one call.
    const fewer = blocks / 20
    const ofWavefile = (work: () => void) => () => {
      const before = process.cpuUsage()
      times(fewer, work)()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / fewer
    }
    const other = { peerName: 'wavefile', goal: 3 }
    return [
      {
        name: 's16 to planar f32, 480x2, blocks in turn',
        ...plain,
        ours: inTurn((block) => decoder.decode(block.bytes, 0, frameCount, block.planar)),
        peer: inTurn((block) => plainDecode(block.samples, block.planar)),
      },
      {
        name: 'planar f32 to s16, 480x2, blocks in turn',
        ...plain,
        ours: inTurn((block) => encoder.encode(block.planar, frameCount, block.bytes, 0)),
        peer: inTurn((block) => plainEncode(block.planar, block.samples)),
      },
      {
        name: 's16 to planar f32, 480x2, one block',
        ...plain,
        ...decode,
        peer: times(blocks, () => plainDecode(samples, decoded)),
      },
      {
        name: 'planar f32 to s16, 480x2, one block',
        ...plain,
        ...encode,
        peer: times(blocks, () => plainEncode(planar, samples)),
      },
      {
        name: 's16 to planar f32, 480x2, wavefile',
        ...decode,
        ...other,
        peer: ofWavefile(() => {
          wav.fromBuffer(fileBytes)
          wav.toBitDepth('32f')
          wav.getSamples(false, Float32Array)
        }),
      },
      {
        name: 'planar f32 to s16, 480x2, wavefile',
        ...encode,
        ...other,
        peer: ofWavefile(() => {
          wav.fromScratch(2, 48_000, '32f', channels)
          wav.toBitDepth('16')
        }),
      },
    ]
  },
}
