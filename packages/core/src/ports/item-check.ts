import type { Item, ItemKind } from '../data/item.js'
import { kindOf } from '../data/item.js'
import { PatchcordError } from '../errors/patchcord-error.js'
import { showValue } from '../errors/option-checks.js'
import { type AudioFormat, describeFormat } from '../format/audio-format.js'

const names: Record<ItemKind, string> = { audio: 'AudioBuffer', packet: 'Packet' }
const remedies: Record<ItemKind, string> = {
  audio: 'put a decoder such as pcmDecoder() before it',
  packet: 'put an encoder such as pcmEncoder() before it',
}

/** What a port takes or gives: one kind of item, or both. */
export type AcceptedKind = ItemKind | 'any'

/** Whether a value is an item of a kind. @internal */
export function isOfKind(value: Item | undefined | null, kind: AcceptedKind): boolean {
  const got = value?.['~kind']
  return got !== undefined && (kind === 'any' || got === kind)
}

/** Whether an item has a format. @internal */
export function hasFormat(item: Item, { sampleRate, channelCount }: AudioFormat): boolean {
  return item.sampleRate === sampleRate && item.channelCount === channelCount
}

/** The error of an item of the wrong kind. @internal */
export function wrongItem(
  stage: string,
  direction: 'takes' | 'gives',
  kind: AcceptedKind,
  value: unknown,
): PatchcordError {
  const expected = kind === 'any' ? 'AudioBuffer or Packet' : names[kind]
  const got = kindOf(value)
  const remedy =
    direction === 'takes' && got !== undefined && kind !== 'any' ? `; ${remedies[kind]}` : ''
  return new PatchcordError(
    'wrong-item',
    `${stage} ${direction} ${expected} items, got ${got === undefined ? showValue(value) : names[got]}${remedy}`,
    { details: { stage, expected: kind, got: got ?? typeof value } },
  )
}

/** The error of an item that does not have the announced format. @internal */
export function formatMismatch(
  stage: string,
  announced: AudioFormat,
  got: AudioFormat,
): PatchcordError {
  return new PatchcordError(
    'format-mismatch',
    `${stage} announced ${describeFormat(announced)} and gave ${describeFormat(got)}; return the format it gives from configure() or open()`,
    {
      details: {
        stage,
        announced: { sampleRate: announced.sampleRate, channelCount: announced.channelCount },
        got: { sampleRate: got.sampleRate, channelCount: got.channelCount },
      },
    },
  )
}

/** The format of an item, as a plain object. @internal */
export function formatOf(item: Item): AudioFormat {
  const { sampleRate, channelCount } = item
  const channelLayout = 'format' in item ? item.format.channelLayout : item.channelLayout
  return channelLayout === undefined
    ? { sampleRate, channelCount }
    : { sampleRate, channelCount, channelLayout }
}
