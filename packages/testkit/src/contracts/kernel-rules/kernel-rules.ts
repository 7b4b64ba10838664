import { isDeepStrictEqual } from 'node:util'
import { type KernelSpec, jsBackend } from '@patchcord/core'
import { breach, mustEqual, mustHold } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { checkSamples, checkTraces } from './check-traces.js'
import { Dice } from './dice.js'
import { type KernelKind, kernelKinds } from './kernel-kinds.js'
import type { KernelRig } from './kernel-rig.js'
import { type ScriptTraits, randomScript, runScript, specialSamples } from './kernel-script.js'
import { type KernelSubject, randomFormat, randomSubject } from './kernel-subject.js'

type Check = (rig: KernelRig, subject: KernelSubject, dice: Dice, what: string) => void

/** Lets every kind of kernel go through a check, with random settings, formats and blocks. */
function forEachKind(rule: string, name: string, check: Check): readonly Rule<KernelRig>[] {
  return kernelKinds.map((kind) => ({
    rule,
    name: `${kind.name} ${name}`,
    check: async (rig) => {
      for (const seed of rig.seeds) {
        const dice = new Dice(seed)
        const subject = randomSubject(dice, kind, randomFormat(dice))
        check(rig, subject, dice, `seed ${seed}: ${JSON.stringify(subject.spec).slice(0, 200)}`)
      }
    },
  }))
}

/** Compares with what TypeScript makes of the same calls. */
function sameAsJs(traitsOf: (subject: KernelSubject) => ScriptTraits, inPlace: boolean): Check {
  return (rig, subject, dice, what) => {
    const { spec, format, kind } = subject
    const script = randomScript(dice, format.channelCount, traitsOf(subject))
    const due = runScript(jsBackend.create(spec, format), script, false)
    const got = runScript(rig.backend.create(spec, format), script, inPlace)
    checkTraces(what, got, due, toleranceOf(rig, kind))
  }
}

function toleranceOf(rig: KernelRig, { tolerated = false }: KernelKind): number {
  return tolerated ? rig.tolerance : 0
}

/** The largest samples overflow here and not there where sums are rounded in another order. */
function specialFor({ kind }: KernelSubject): readonly number[] {
  return kind.tolerated === true
    ? specialSamples.filter((value) => !(Math.abs(value) > 1e30) || !Number.isFinite(value))
    : specialSamples
}

const setUp: Check = (rig, { spec, format }, _dice, what) => {
  const traits = ({
    output,
    latencyFrames,
    inPlace,
    readsOnly,
    update,
  }: ReturnType<typeof jsBackend.create>) => ({
    output: {
      sampleRate: output.sampleRate,
      channelCount: output.channelCount,
      channelLayout: output.channelLayout,
    },
    latencyFrames,
    inPlace,
    readsOnly: readsOnly === true,
    changes: update !== undefined,
  })
  const got = traits(rig.backend.create(spec, format))
  const due = traits(jsBackend.create(spec, format))
  for (const [name, value] of Object.entries(due))
    if (name !== 'changes' && !isDeepStrictEqual(Reflect.get(got, name), value))
      breach(`${what}: ${name} is wrong`, Reflect.get(got, name), value)
  mustHold(got.changes || !due.changes, `${what}: it cannot be updated`)
}

/** One stream, cut in two ways. */
const anyBlocks: Check = (rig, { spec, format }, dice, what) => {
  const { channelCount } = format
  const frameCount = dice.whole(1, 3000)
  const stream = Array.from({ length: channelCount }, () =>
    Float32Array.from({ length: frameCount }, () => 3 * dice.part() - 1.5),
  )
  const [first, second] = [dice.whole(1, 700), frameCount].map((longest) => {
    const kernel = rig.backend.create(spec, format)
    kernel.startAt(0)
    const parts: Float32Array[] = []
    for (let from = 0; from < frameCount;) {
      const to = Math.min(
        frameCount,
        from + (longest === frameCount ? longest : dice.whole(1, longest)),
      )
      const block = Float32Array.from(stream.flatMap((row) => [...row.subarray(from, to)]))
      const output = new Float32Array(kernel.outputFrames(to - from) * kernel.output.channelCount)
      kernel.process(block, to - from, output)
      parts.push(output)
      from = to
    }
    const tail = new Float32Array(kernel.tailFrames() * kernel.output.channelCount)
    kernel.flush(tail)
    return joined([...parts, tail], kernel.output.channelCount)
  })
  checkSamples(`${what}, cut into blocks`, first as Float32Array, second as Float32Array, 0)
}

function joined(parts: readonly Float32Array[], channelCount: number): Float32Array {
  return Float32Array.from(
    Array.from({ length: channelCount }, (_, channel) =>
      parts.flatMap((part) => {
        const frames = part.length / channelCount
        return [...part.subarray(channel * frames, (channel + 1) * frames)]
      }),
    ).flat(),
  )
}

/** What holds for every kernel of a backend by itself. */
export const kernelRules: readonly Rule<KernelRig>[] = [
  ...forEachKind('set-up', 'tells what it will do', setUp),
  ...forEachKind(
    'samples',
    'gives what TypeScript gives',
    sameAsJs(() => ({}), false),
  ),
  ...forEachKind(
    'in-place',
    'gives the same where it reads',
    sameAsJs(() => ({}), true),
  ),
  ...forEachKind(
    'special-samples',
    'takes any sample',
    sameAsJs((subject) => ({ special: specialFor(subject) }), false),
  ),
  ...forEachKind(
    'changes',
    'follows its changes',
    sameAsJs(({ changes }) => ({ changes }), false),
  ),
  ...forEachKind(
    'flush',
    'goes on elsewhere after it was emptied',
    sameAsJs(({ changes }) => ({ changes, jumps: true }), true),
  ),
  ...forEachKind('blocks', 'does not mind how a stream is cut', anyBlocks),
  {
    rule: 'unknown',
    name: 'refuses a kernel that it does not know',
    check: async ({ backend }) => {
      const spec = { kernel: 'no such kernel' } as unknown as KernelSpec
      let refused = false
      try {
        backend.create(spec, { sampleRate: 48_000, channelCount: 2 })
      } catch {
        refused = true
      }
      mustEqual(refused, true, 'whether it was refused')
    },
  },
]
