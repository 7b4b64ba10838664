import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const elfMagic = 0x7f454c46
const headerBytes = 64

/**
 * Whether a file is a Linux binary of which the end is missing. The system's loader does not look
 * and ends the process; it refuses everything else that is wrong with a file by itself.
 *
 * The table of sections is the last thing in a linked binary; offsets are those of a 64-bit ELF
 * header with the lowest byte first.
 */
export function isCutOff(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const header = new DataView(new ArrayBuffer(headerBytes))
    const length = readSync(file, header, 0, headerBytes, 0)
    if (length < 4 || header.getUint32(0) !== elfMagic) return false
    if (length < headerBytes) return true
    const sections = header.getBigUint64(40, true)
    const size = BigInt(header.getUint16(58, true) * header.getUint16(60, true))
    return sections + size > BigInt(fstatSync(file).size)
  } finally {
    closeSync(file)
  }
}
