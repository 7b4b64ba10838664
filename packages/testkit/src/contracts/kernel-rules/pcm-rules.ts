import {
  type KernelBackend,
  type PcmByteFormat,
  type PcmDither,
  type PcmEncodeOptions,
  createPcmDecoder,
  createPcmEncoder,
  pcmSampleFormats,
} from '@patchcord/core'
import { breach, mustEqual } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { checkSamples } from './check-traces.js'
import { Dice } from './dice.js'
import type { KernelRig } from './kernel-rig.js'
import { specialSamples } from './kernel-script.js'
import { pcmMisuseRules } from './pcm-misuse-rules.js'

/** Blocks that are converted with one decoder or encoder. */
const blocks = 4

/** A block somewhere in its arrays, the bytes at any address. */
class Place {
  readonly frameCount: number
  readonly frameStart: number
  readonly byteStart: number
  readonly bytes: Uint8Array
  readonly planar: Float32Array

  constructor(dice: Dice, bytesPerFrame: number, channelCount: number) {
    const frames = dice.pick([dice.whole(0, 20), dice.whole(500, 1100)])
    this.frameCount = frames
    this.frameStart = dice.pick([0, dice.whole(1, 9)])
    this.byteStart = dice.pick([0, dice.whole(1, 9)])
    const offset = dice.whole(0, 7)
    const length = this.byteStart + frames * bytesPerFrame + dice.whole(0, 5)
    this.bytes = new Uint8Array(new ArrayBuffer(offset + length), offset)
    this.planar = new Float32Array(channelCount * (this.frameStart + frames + dice.whole(0, 3)))
  }
}

/** Each sample format in each layout, with channels of which two are the most common. */
function randomFormats(dice: Dice): PcmByteFormat[] {
  return pcmSampleFormats.flatMap((sampleFormat) =>
    (['interleaved', 'planar'] as const).map((layout) => ({
      sampleFormat,
      layout,
      channelCount: dice.pick([1, 2, 2, dice.whole(3, 8)]),
    })),
  )
}

function decodesAsCore(rig: KernelRig): void {
  for (const seed of rig.seeds) {
    const dice = new Dice(seed)
    for (const format of randomFormats(dice)) {
      const what = `seed ${seed}: decode() of ${JSON.stringify(format)}`
      const expected = createPcmDecoder(format)
      const decoder = (rig.backend as Decoding).createPcmDecoder(format)
      mustEqual(decoder.bytesPerFrame, expected.bytesPerFrame, `${what}: bytesPerFrame`)
      for (let block = 0; block < blocks; block++) {
        const place = new Place(dice, expected.bytesPerFrame, format.channelCount)
        const { bytes, byteStart, frameCount, frameStart } = place
        for (let at = 0; at < bytes.length; at++) bytes[at] = dice.whole(0, 255)
        const before = bytes.slice()
        // What must not be written shows.
        const [got, due] = [place.planar.fill(7e7), place.planar.slice()]
        expected.decode(bytes, byteStart, frameCount, due, frameStart)
        decoder.decode(bytes, byteStart, frameCount, got, frameStart)
        checkSamples(`${what}, block ${block}`, got, due, 0)
        checkBytes(`${what}, block ${block}: what the bytes were`, bytes, before)
      }
    }
  }
}

function encodesAsCore(dither: PcmDither): (rig: KernelRig) => void {
  return (rig) => {
    for (const seed of rig.seeds) {
      const dice = new Dice(seed)
      for (const format of randomFormats(dice)) {
        if (dither === 'tpdf' && !/^[su](8|16|24)/.test(format.sampleFormat)) continue
        const seeded = dither === 'none' ? {} : { dither, ditherSeed: dice.whole(0, 2 ** 32 - 1) }
        encodeAsCore(rig, dice, { ...format, ...seeded }, seed)
      }
    }
  }
}

function encodeAsCore(rig: KernelRig, dice: Dice, options: PcmEncodeOptions, seed: number): void {
  const what = `seed ${seed}: encode() to ${JSON.stringify(options)}`
  const expected = createPcmEncoder(options)
  const encoder = (rig.backend as Encoding).createPcmEncoder(options)
  mustEqual(encoder.bytesPerFrame, expected.bytesPerFrame, `${what}: bytesPerFrame`)
  for (let block = 0; block < blocks; block++) {
    const place = new Place(dice, expected.bytesPerFrame, options.channelCount)
    const { planar, byteStart, frameCount, frameStart } = place
    fillToConvert(planar, dice, block)
    const before = planar.slice()
    const [got, due] = [place.bytes.fill(0xa5), place.bytes.slice()]
    expected.encode(planar, frameCount, due, byteStart, frameStart)
    encoder.encode(planar, frameCount, got, byteStart, frameStart)
    checkBytes(`${what}, block ${block}`, got, due)
    checkSamples(`${what}, block ${block}: what the samples were`, planar, before, 0)
    for (const count of ['clippedSamples', 'nanSamples'] as const)
      mustEqual(encoder[count], expected[count], `${what}, block ${block}: ${count}`)
  }
}

/** Samples that all fit, that lie on the borders between codes, or that are of any sort. */
function fillToConvert(planar: Float32Array, dice: Dice, block: number): void {
  const steps = dice.pick([2 ** 7, 2 ** 15, 2 ** 23])
  for (let at = 0; at < planar.length; at++) {
    const noise = 2 * dice.part() - 1
    planar[at] =
      block === 0
        ? 0.9 * noise
        : dice.chance(0.5)
          ? Math.round(2 * steps * noise) / (2 * steps)
          : 1.2 * noise
    if (block > 1 && dice.chance(0.05)) planar[at] = dice.pick(specialSamples)
  }
}

function checkBytes(where: string, bytes: Uint8Array, due: Uint8Array): void {
  const at = bytes.findIndex((byte, index) => byte !== due[index])
  if (at >= 0)
    breach(
      `${where}: byte ${at} of ${bytes.length} is ${bytes[at]} instead of ${due[at]}`,
      bytes[at],
      due[at],
    )
}

type Decoding = Required<Pick<KernelBackend, 'createPcmDecoder'>>
type Encoding = Required<Pick<KernelBackend, 'createPcmEncoder'>>

const decodeRules: readonly Rule<KernelRig>[] = [
  {
    rule: 'pcm-decode',
    name: 'reads PCM as TypeScript does, whatever lies where',
    check: async (rig) => decodesAsCore(rig),
  },
]

const encodeRules: readonly Rule<KernelRig>[] = [
  {
    rule: 'pcm-encode',
    name: 'writes PCM as TypeScript does, and counts what does not fit',
    check: async (rig) => encodesAsCore('none')(rig),
  },
  {
    rule: 'pcm-dither',
    name: 'dithers PCM as TypeScript does, from block to block',
    check: async (rig) => encodesAsCore('tpdf')(rig),
  },
]

/** What holds for the conversion of PCM, where a backend has it. */
export function pcmRules(backend: KernelBackend): readonly Rule<KernelRig>[] {
  return [
    ...(backend.createPcmDecoder === undefined ? [] : decodeRules),
    ...(backend.createPcmEncoder === undefined ? [] : encodeRules),
    ...pcmMisuseRules(backend),
  ]
}
