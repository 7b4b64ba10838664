import { PatchcordError } from '../errors/patchcord-error.js'
import { AudioBuffer, type AudioBufferInit } from './audio-buffer.js'
import { type Item, kindOf } from './item.js'
import { Packet, type PacketInit } from './packet.js'

/** An item as it travels between threads: plain data, for `postMessage`. */
export type ItemMessage =
  | { readonly kind: 'audio'; readonly init: AudioBufferInit }
  | { readonly kind: 'packet'; readonly init: PacketInit }

/** What {@link packItem} gives: both arguments of `postMessage`. */
export interface PackedItem {
  readonly message: ItemMessage
  /** The memory that moves; the item is empty afterwards. */
  readonly transfer: ArrayBuffer[]
}

/**
 * Makes an item ready for `postMessage`. Its memory moves instead of being copied, so the item
 * must not be used afterwards; metadata must be cloneable. {@link unpackItem} rebuilds it.
 *
 * @example
 * ```ts
 * import { AudioBuffer, packItem, unpackItem } from '@patchcord/core'
 * import { MessageChannel } from 'node:worker_threads'
 *
 * const { port1, port2 } = new MessageChannel()
 * port2.once('message', (message) => {
 *   console.log(unpackItem(message).frameCount) // 480
 *   port1.close()
 * })
 * const { message, transfer } = packItem(
 *   new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: new Float32Array(480) }),
 * )
 * port1.postMessage(message, transfer)
 * ```
 */
export function packItem(item: Item): PackedItem {
  if (kindOf(item) === 'audio') {
    const buffer = item as AudioBuffer
    const samples = takeSamples(buffer)
    return {
      message: { kind: 'audio', init: { ...buffer.particulars(), samples } },
      transfer: [samples.buffer],
    }
  }
  const packet = item as Packet
  const bytes = whole(packet.bytes)
  const { codec, format, position, frameCount, sequence, timestampMs, discontinuity, metadata } =
    packet
  const init = {
    bytes,
    codec,
    format: { ...format },
    position,
    frameCount,
    sequence,
    timestampMs,
    discontinuity,
    metadata,
  }
  return { message: { kind: 'packet', init }, transfer: [bytes.buffer] }
}

/** Rebuilds an item from the message that {@link packItem} made. */
export function unpackItem(message: ItemMessage): Item {
  switch (message?.kind) {
    case 'audio':
      return new AudioBuffer(message.init)
    case 'packet':
      return new Packet(message.init)
    default:
      throw new PatchcordError(
        'data-invalid',
        'this message holds no item; send what packItem() returns as `message`',
      )
  }
}

/** The samples for good; where others hold them too, a copy, for theirs must stay. */
function takeSamples(buffer: AudioBuffer): Float32Array & { readonly buffer: ArrayBuffer } {
  if (!buffer.shared) return whole(buffer.detach().samples)
  const samples = buffer.samples.slice()
  buffer.release()
  return samples
}

/** A view that is alone on memory which can move: a small Node Buffer shares its own with others. */
function whole<View extends Float32Array | Uint8Array>(
  view: View,
): View & { readonly buffer: ArrayBuffer } {
  const alone =
    view.byteOffset === 0 &&
    view.byteLength === view.buffer.byteLength &&
    view.buffer instanceof ArrayBuffer
  // The slice of a Node Buffer would be a view of the same memory.
  const Copy = view instanceof Float32Array ? Float32Array : Uint8Array
  return (alone ? view : new Copy(view)) as View & { readonly buffer: ArrayBuffer }
}
