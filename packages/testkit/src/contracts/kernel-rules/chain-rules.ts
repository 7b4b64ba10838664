import {
  type KernelBackend,
  type KernelChain,
  type KernelInstance,
  maxChainLength,
} from '@patchcord/core'
import { isDeepStrictEqual } from 'node:util'
import { breach, mustHold } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { checkSamples } from './check-traces.js'
import { Dice } from './dice.js'
import { kernelKinds } from './kernel-kinds.js'
import type { KernelRig } from './kernel-rig.js'
import { type KernelSubject, randomFormat, randomSubject } from './kernel-subject.js'
import { fillNoise } from './random-items.js'

/** A chain, and the same kernels of the same backend one by one. */
class ChainPair {
  readonly subjects: readonly KernelSubject[]
  readonly single: readonly KernelInstance[]
  readonly joined: readonly KernelInstance[]
  readonly chain: KernelChain

  constructor(
    backend: KernelBackend,
    readonly dice: Dice,
    length: number,
  ) {
    let format = randomFormat(dice)
    const subjects: KernelSubject[] = []
    while (subjects.length < length) {
      const subject = randomSubject(dice, dice.pick(kernelKinds), format)
      subjects.push(subject)
      const { sampleRate, channelCount } = backend.create(subject.spec, format).output
      format = { sampleRate, channelCount }
    }
    this.subjects = subjects
    this.single = subjects.map(({ spec, format: input }) => backend.create(spec, input))
    this.joined = subjects.map(({ spec, format: input }) => backend.create(spec, input))
    this.chain = (backend.fuse as NonNullable<KernelBackend['fuse']>)(this.joined)
    for (const kernels of [this.single, this.joined]) start(kernels, 0)
  }

  newBlock(): { input: Float32Array; frameCount: number } {
    const frameCount = this.dice.chance(0.3) ? this.dice.whole(1, 8) : this.dice.whole(1, 1100)
    const { channelCount } = (this.subjects[0] as KernelSubject).format
    const input = new Float32Array(frameCount * channelCount)
    fillNoise(input, this.dice)
    return { input, frameCount }
  }
}

function start(kernels: readonly KernelInstance[], from: number): void {
  let position = from
  for (const kernel of kernels) position = kernel.startAt(position)
}

/** A block through kernels one by one; what each gave. */
function processEach(
  kernels: readonly KernelInstance[],
  input: Float32Array,
  frameCount: number,
): Float32Array[] {
  let [samples, frames] = [input.slice(), frameCount]
  return kernels.map((kernel) => {
    const given = kernel.outputFrames(frames)
    const output = new Float32Array(given * kernel.output.channelCount)
    kernel.process(samples, frames, output)
    ;[samples, frames] = [output, given]
    return output
  })
}

function checkReadings(what: string, pair: ChainPair, mask: number | undefined): void {
  pair.single.forEach((kernel, at) => {
    const due = kernel.takeReadings?.() ?? []
    const told = mask === undefined || (mask & (1 << at)) !== 0
    const got = told ? (pair.joined[at]?.takeReadings?.() ?? []) : []
    if (isDeepStrictEqual(got, due)) return
    breach(`${what}: the readings of kernel ${at} differ, told by the result: ${told}`, got, due)
  })
}

/** One block through the chain and the kernels; by themselves both where the chain is not to be used. */
function step(what: string, pair: ChainPair, timed: boolean): void {
  const { chain, dice, joined, single } = pair
  const { input, frameCount } = pair.newBlock()
  const each = new Float64Array(joined.length).fill(-1)
  chain.outputFrames(frameCount, each)
  const given = processEach(single, input, frameCount)
  const due = given.at(-1) as Float32Array
  const frames = given.map(
    ({ length }, at) => length / (single[at] as KernelInstance).output.channelCount,
  )
  if (!isDeepStrictEqual([...each], frames))
    breach(`${what}: outputFrames() is wrong`, [...each], frames)
  if (frames.includes(0) || dice.chance(0.2)) {
    checkSamples(
      `${what}, by themselves`,
      processEach(joined, input, frameCount).at(-1) as Float32Array,
      due,
      0,
    )
    return checkReadings(what, pair, undefined)
  }
  const even = joined.every(({ inPlace }, at) => inPlace && frames[at] === frameCount)
  const shares = even && dice.chance(0.5)
  const before = input.slice()
  const output = shares ? input : new Float32Array(due.length).fill(7e7)
  const timesUs = new Float64Array(joined.length).fill(-1)
  const mask = timed
    ? chain.processTimed(input, frameCount, output, timesUs)
    : chain.process(input, frameCount, output)
  checkSamples(`${what}${shares ? ', in place' : ''}`, output, due, 0)
  if (!shares) checkSamples(`${what}: what the input was`, input, before, 0)
  if (timed)
    mustHold(
      timesUs.every((time) => time >= 0),
      `${what}: no time of some kernels`,
      [...timesUs],
    )
  checkReadings(what, pair, mask)
}

/** Empties kernels from the first to the last, each into those behind it, as a run does. */
function drain(kernels: readonly KernelInstance[]): Float32Array[] {
  return kernels.flatMap((kernel, at) => {
    const tail = kernel.tailFrames()
    const output = new Float32Array(tail * kernel.output.channelCount)
    kernel.flush(output)
    return [output, ...(tail === 0 ? [] : processEach(kernels.slice(at + 1), output, tail))]
  })
}

function play(
  rig: KernelRig,
  length: (dice: Dice) => number,
  timed: boolean,
  rounds = Infinity,
): void {
  for (const seed of rig.seeds.slice(0, rounds)) {
    const dice = new Dice(seed)
    const pair = new ChainPair(rig.backend, dice, length(dice))
    const names = pair.subjects.map(({ spec }) => spec.kernel).join(' → ')
    for (let block = 0; block < 12; block++) {
      const what = `seed ${seed}, block ${block} of ${names}`
      if (dice.chance(0.15)) {
        const [tails, due] = [drain(pair.joined), drain(pair.single)]
        due.forEach((samples, at) =>
          checkSamples(`${what}, tails`, tails[at] as Float32Array, samples, 0),
        )
        checkReadings(what, pair, undefined)
        const position = dice.whole(0, 1e6)
        for (const kernels of [pair.single, pair.joined]) start(kernels, position)
      }
      pair.subjects.forEach(({ changes }, at) => {
        const change = dice.chance(0.2) ? changes[block % 6] : undefined
        if (change === undefined) return
        for (const kernels of [pair.single, pair.joined]) kernels[at]?.update?.(change)
      })
      step(what, pair, timed)
    }
  }
}

/** What holds for a chain, where a backend has them. */
export const chainRules: readonly Rule<KernelRig>[] = [
  {
    rule: 'chain',
    name: 'gives by a chain what its kernels give one by one, whoever is called when',
    check: async (rig) => play(rig, (dice) => dice.whole(2, 7), false),
  },
  {
    rule: 'chain-timed',
    name: 'gives the same when the kernels of a chain are timed',
    check: async (rig) => play(rig, (dice) => dice.whole(2, 7), true),
  },
  {
    rule: 'chain-length',
    name: 'joins as many kernels as the result has bits for',
    check: async (rig) => play(rig, () => maxChainLength, false, 3),
  },
]
