import { type WavHeaderLayout, ds64Bytes } from './wav-header-layout.js'

/** The largest RIFF size that a 32-bit field can state; from the next byte on the file is RF64. @internal */
export const largestRiffBytes = 0xffff_fffe

/**
 * The header for a length of the samples. Where the sizes outgrow 32 bits, it is an RF64 header of
 * the same length: the `JUNK` chunk that kept the place becomes `ds64`.
 *
 * @internal
 */
export function encodeWavHeader(
  layout: WavHeaderLayout,
  dataBytes: number,
  largestRiff: number = largestRiffBytes,
): Uint8Array {
  const header = new Uint8Array(layout.dataOffset)
  const view = new DataView(header.buffer)
  const riffBytes = layout.dataOffset - 8 + dataBytes + (dataBytes % 2)
  const large = riffBytes > largestRiff
  const frameCount = dataBytes / layout.bytesPerFrame
  const size32 = (size: number): number => (large ? 0xffff_ffff : size)
  let at = 0
  const chunk = (id: string, size: number): void => {
    for (const char of id) view.setUint8(at++, char.charCodeAt(0))
    view.setUint32(at, size, true)
    at += 4
  }

  chunk(large ? 'RF64' : 'RIFF', size32(riffBytes))
  header.set([0x57, 0x41, 0x56, 0x45], at)
  at += 4
  chunk(large ? 'ds64' : 'JUNK', ds64Bytes)
  if (large) {
    view.setBigUint64(at, BigInt(riffBytes), true)
    view.setBigUint64(at + 8, BigInt(dataBytes), true)
    view.setBigUint64(at + 16, BigInt(frameCount), true)
  }
  at += ds64Bytes
  chunk('fmt ', layout.fmt.length)
  header.set(layout.fmt, at)
  at += layout.fmt.length
  if (layout.fact) {
    chunk('fact', 4)
    view.setUint32(at, size32(frameCount), true)
    at += 4
  }
  chunk('data', size32(dataBytes))
  return header
}
