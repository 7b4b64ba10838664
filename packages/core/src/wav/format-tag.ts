import { fileInvalid, fileUnsupported } from './file-error.js'

/** Names of format tags that files have in practice, for messages. */
const names: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'Microsoft ADPCM',
  3: 'float',
  6: 'A-law',
  7: 'µ-law',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG',
  0x55: 'MP3',
  0xff: 'AAC',
  0x161: 'Windows Media Audio',
  0x2000: 'AC-3',
}

/** A format tag in words. @internal */
export function formatTagName(formatTag: number): string {
  return names[formatTag] ?? `format 0x${formatTag.toString(16).padStart(4, '0')}`
}

/** The last eight bytes of every sub-format GUID that stands for a format tag. @internal */
export const subFormatTail: readonly number[] = [0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71]

/**
 * The format tag in the sub-format GUID `xxxxxxxx-0000-0010-8000-00aa00389b71` of a
 * WAVEFORMATEXTENSIBLE.
 *
 * @internal
 */
export function readSubFormatTag(path: string, view: DataView, littleEndian: boolean): number {
  if (view.byteLength < 40) {
    throw fileInvalid(
      path,
      `its extensible 'fmt ' chunk has ${view.byteLength} bytes, 40 are needed`,
    )
  }
  const known =
    view.getUint16(28, littleEndian) === 0 &&
    view.getUint16(30, littleEndian) === 0x10 &&
    subFormatTail.every((byte, index) => view.getUint8(32 + index) === byte)
  if (!known)
    throw fileUnsupported(path, 'its sub-format GUID stands for no format that is read here')
  return view.getUint32(24, littleEndian)
}
