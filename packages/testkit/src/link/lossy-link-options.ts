import {
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
  portOptionNames,
} from '@patchcord/core'
import { checkBoolean } from '../options/check-boolean.js'
import { checkSeed } from '../random/seeded-random.js'
import { type Accepts, acceptedKinds } from '../sinks/accepted-kind.js'

/** Options of `lossyLink`. All ratios are from 0 (never) to 1 (always). */
export interface LossyLinkOptions<Kind extends Accepts = Accepts> extends PortOptions {
  /**
   * The share of items that get lost.
   *
   * @defaultValue 0
   */
  readonly lossRatio?: number
  /**
   * The share of items that arrive twice.
   *
   * @defaultValue 0
   */
  readonly duplicateRatio?: number
  /**
   * The share of items that are held up until one to three later ones have passed.
   *
   * @defaultValue 0
   */
  readonly reorderRatio?: number
  /**
   * The share of packets of which one bit arrives flipped; of those that arrive twice, the first.
   *
   * @defaultValue 0
   */
  readonly corruptRatio?: number
  /**
   * The share of items that somebody records and sends once more, 0.2 to 1 s after they arrived.
   *
   * @defaultValue 0
   */
  readonly replayRatio?: number
  /**
   * Each item takes this much longer at most, evenly spread: 0 ms or more. Where it exceeds the
   * length of an item, items overtake each other.
   *
   * @defaultValue 0
   */
  readonly jitterMs?: number
  /**
   * What every item takes at least: 0 ms or more.
   *
   * @defaultValue 0
   */
  readonly delayMs?: number
  /**
   * The same seed does the same to the same stream: 0 to 2^32 - 1.
   *
   * @defaultValue 1
   */
  readonly seed?: number
  /**
   * Whether delays pass by the clock, as they do behind a paced source. Otherwise they pass in
   * stream time: an item is sent when its audio ends, items come out in the order in which they
   * would arrive, and nobody waits.
   *
   * @defaultValue false
   */
  readonly realtime?: boolean
  /**
   * What it takes and gives.
   *
   * @defaultValue `'packet'`
   */
  readonly accepts?: Kind
}

/** The options of a link, checked and complete. */
export interface LossyLinkSettings {
  readonly lossRatio: number
  readonly duplicateRatio: number
  readonly reorderRatio: number
  readonly corruptRatio: number
  readonly replayRatio: number
  readonly jitterMs: number
  readonly delayMs: number
  readonly seed: number
  readonly realtime: boolean
  readonly accepts: Accepts
}

const ownNames = [
  'lossRatio',
  'duplicateRatio',
  'reorderRatio',
  'corruptRatio',
  'replayRatio',
  'jitterMs',
  'delayMs',
  'seed',
  'realtime',
  'accepts',
] as const

/** Checks the options of a link. */
export function readLossyLinkOptions(options: LossyLinkOptions): LossyLinkSettings {
  checkKnownOptions('lossyLink', options, [...ownNames, ...portOptionNames])
  const ratio = (name: (typeof ownNames)[number] & `${string}Ratio`): number =>
    checkNumber(name, options[name] ?? 0, { min: 0, max: 1 })
  const duration = (name: 'jitterMs' | 'delayMs'): number =>
    checkNumber(name, options[name] ?? 0, { min: 0, max: 3_600_000, unit: 'ms' })
  const accepts = checkChoice('accepts', options.accepts ?? 'packet', acceptedKinds)
  const corruptRatio = ratio('corruptRatio')
  if (corruptRatio > 0 && accepts !== 'packet')
    throw invalidOption('corruptRatio', "0 unless accepts is 'packet'", corruptRatio)
  return {
    lossRatio: ratio('lossRatio'),
    duplicateRatio: ratio('duplicateRatio'),
    reorderRatio: ratio('reorderRatio'),
    corruptRatio,
    replayRatio: ratio('replayRatio'),
    jitterMs: duration('jitterMs'),
    delayMs: duration('delayMs'),
    seed: checkSeed(options.seed ?? 1),
    realtime: checkBoolean('realtime', options.realtime ?? false),
    accepts,
  }
}
