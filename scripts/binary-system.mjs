/** @type {Readonly<Record<number, string>>} */
const elfMachines = { 62: 'linux-x64', 183: 'linux-arm64' }
/** @type {Readonly<Record<number, string>>} */
const machMachines = { 0x01000007: 'darwin-x64', 0x0100000c: 'darwin-arm64' }
/** @type {Readonly<Record<number, string>>} */
const peMachines = { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' }

/**
 * The system that a shared library was made for, from its first bytes: the headers of ELF, Mach-O
 * and PE name the processor.
 *
 * @param {Buffer} bytes
 * @returns {string | undefined} such as `linux-x64`, as node-gyp-build names systems
 */
export function binarySystem(bytes) {
  if (bytes.length < 64) return undefined
  if (bytes.readUInt32BE(0) === 0x7f454c46) return elfMachines[bytes.readUInt16LE(18)]
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return machMachines[bytes.readUInt32LE(4)]
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return undefined
  const header = bytes.readUInt32LE(60)
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return undefined
  return bytes.length < header + 6 ? undefined : peMachines[bytes.readUInt16LE(header + 4)]
}
