import { expect, test } from 'vitest'
import { compareVersions, elfNeeds } from './elf-needs.mjs'

const printed = `
Dynamic section at offset 0x8e9c8 contains 29 entries:
 0x0000000000000001 (NEEDED)             Shared library: [libgcc_s.so.1]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000000c (INIT)               0x9000

Version needs section '.gnu.version_r' contains 2 entries:
  0x0000: Version: 1  File: libc.so.6  Cnt: 3
  0x0010:   Name: GLIBC_2.9  Flags: none  Version: 6
  0x0020:   Name: GLIBC_2.28  Flags: none  Version: 5
  0x0030:   Name: GLIBC_2.2.5  Flags: none  Version: 4
  0x0040: Version: 1  File: libgcc_s.so.1  Cnt: 1
  0x0050:   Name: GCC_4.2.0  Flags: none  Version: 3
`

test('a binary needs libraries, and a version of glibc that is the newest of its symbols', () => {
  expect(elfNeeds(printed)).toEqual({ libraries: ['libgcc_s.so.1', 'libc.so.6'], glibc: '2.28' })
  expect(elfNeeds('')).toEqual({ libraries: [], glibc: '0' })
})

test('versions are compared number by number', () => {
  expect(compareVersions('2.9', '2.28')).toBeLessThan(0)
  expect(compareVersions('2.28', '2.28')).toBe(0)
  expect(compareVersions('2.3.4', '2.3')).toBeGreaterThan(0)
  expect(compareVersions('2.3', '2.3.4')).toBeLessThan(0)
})
