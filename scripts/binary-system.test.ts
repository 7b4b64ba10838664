import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { binarySystem } from './binary-system.mjs'

function header(fill: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(256)
  fill(bytes)
  return bytes
}

const elf = (machine: number): Buffer =>
  header((bytes) => {
    bytes.write('\x7fELF', 'latin1')
    bytes.writeUInt16LE(machine, 18)
  })
const mach = (processor: number): Buffer =>
  header((bytes) => {
    bytes.writeUInt32LE(0xfeedfacf)
    bytes.writeUInt32LE(processor, 4)
  })
const pe = (machine: number): Buffer =>
  header((bytes) => {
    bytes.write('MZ')
    bytes.writeUInt32LE(128, 60)
    bytes.write('PE\0\0', 128)
    bytes.writeUInt16LE(machine, 132)
  })

test.each([
  ['linux-x64', elf(62)],
  ['linux-arm64', elf(183)],
  ['darwin-x64', mach(0x01000007)],
  ['darwin-arm64', mach(0x0100000c)],
  ['win32-x64', pe(0x8664)],
  ['win32-arm64', pe(0xaa64)],
])('%s is known by its header', (system, bytes) => {
  expect(binarySystem(bytes)).toBe(system)
})

test('the program that runs this is for this system', () => {
  expect(binarySystem(readFileSync(process.execPath))).toBe(`${process.platform}-${process.arch}`)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a text', Buffer.alloc(200, 'text')],
  ['another processor', elf(8)],
  ['a program for DOS', header((bytes) => bytes.write('MZ'))],
  ['what ends within its header', pe(0x8664).subarray(0, 132)],
  ['a header that points out of the file', pe(0x8664).fill(0xff, 60, 64)],
])('%s is for none of ours', (_, bytes) => {
  expect(binarySystem(bytes)).toBeUndefined()
})
