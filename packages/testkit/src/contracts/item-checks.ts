import { AudioBuffer, type AudioFormat, type Item, Packet, describeFormat } from '@patchcord/core'
import { breach, mustHold } from './breach.js'

/** The format of an item, plain. */
export function formatOf({ sampleRate, channelCount }: Item): AudioFormat {
  return { sampleRate, channelCount }
}

/** Each item follows the one before it, or says that it does not. */
export function checkPositions(items: readonly Item[]): void {
  items.forEach((item, index) => {
    const before = items[index - 1]
    if (before === undefined || before.sampleRate !== item.sampleRate) return
    const due = before.position + before.frameCount
    if (item.position === due || item.discontinuity) return
    // Packets show by their sequence that one is missing or out of order.
    if (item instanceof Packet && before instanceof Packet) {
      if (item.sequence !== before.sequence + 1) return
    }
    breach(
      `item ${index} is at position ${item.position} where ${due} was due, and is not marked discontinuity`,
      item.position,
      due,
    )
  })
}

/** Every item holds frames, as many as it says. */
export function checkFrameCounts(items: readonly Item[]): void {
  items.forEach((item, index) => {
    mustHold(
      Number.isInteger(item.frameCount) && item.frameCount > 0,
      `item ${index} holds ${item.frameCount} frames; items hold one or more`,
    )
    if (!(item instanceof AudioBuffer)) return
    mustHold(
      item.samples.length === item.frameCount * item.channelCount,
      `item ${index} holds ${item.samples.length} samples where ${item.frameCount} frames of ${item.channelCount} channels have ${item.frameCount * item.channelCount}`,
    )
  })
}

/** Frames in items. */
export function framesOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.frameCount, 0)
}

/** Every item has the format that was announced. */
export function checkFormats(items: readonly Item[], announced: AudioFormat | undefined): void {
  mustHold(announced !== undefined, 'no format is announced though items came')
  items.forEach((item, index) => {
    const { sampleRate, channelCount } = announced
    if (item.sampleRate === sampleRate && item.channelCount === channelCount) return
    breach(
      `item ${index} has ${describeFormat(formatOf(item))}, announced was ${describeFormat(announced)}`,
    )
  })
}

/** No sample is what released memory is filled with. */
export function checkNoPoison(items: readonly Item[], where: string): void {
  items.forEach((item, index) => {
    if (!(item instanceof AudioBuffer) || !item.samples.some(Number.isNaN)) return
    breach(`item ${index} ${where} holds NaN: it was made of memory that had been given back`)
  })
}

/** The samples or bytes of an item. */
export function contentOf(item: Item): Float32Array | Uint8Array {
  return item instanceof Packet ? item.bytes : item.samples
}

/** Whether two arrays hold the same bits. */
export function sameContent(a: Float32Array | Uint8Array, b: Float32Array | Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]))
}
