import { expect, test } from 'vitest'
import { elfFaults } from './elf-faults.mjs'

function printed(libraries: string[], versions: string[] = []): string {
  return [
    ...libraries.map((name) => ` 0x01 (NEEDED)             Shared library: [${name}]`),
    ...versions.map((version) => `  0x0010:   Name: GLIBC_${version}  Flags: none  Version: 6`),
  ].join('\n')
}

test.each([
  [
    'here',
    ['libc.so.6', 'libm.so.6', 'libgcc_s.so.1', 'ld-linux-x86-64.so.2'],
    ['2.41'],
    undefined,
  ],
  ['with an older glibc', ['libc.so.6', 'libpthread.so.0', 'libdl.so.2'], ['2.28'], '2.28'],
  ['on arm64', ['libc.so.6', 'ld-linux-aarch64.so.1'], ['2.17'], '2.28'],
  ['with musl', ['libc.so', 'libgcc_s.so.1'], [], 'musl'],
])('nothing is wrong with an addon that runs %s', (_, libraries, versions, libc) => {
  expect(elfFaults(printed(libraries, versions), libc)).toEqual([])
})

test.each([
  [['libc.so.6', 'libasound.so.2'], [], undefined, 'needs libasound.so.2'],
  [['libc.so.6', 'libdl.so.2'], [], undefined, 'needs libdl.so.2'],
  [['libc.so.6', 'libstdc++.so.6'], ['2.17'], '2.28', 'needs libstdc++.so.6'],
  [['libc.so.6'], ['2.2.5', '2.29'], '2.28', 'needs glibc 2.29, and must run with 2.28'],
  [['libc.so.6'], [], 'musl', 'needs libc.so.6'],
  [['libc.so'], ['2.17'], 'musl', 'needs glibc 2.17, and must run with musl'],
  [['libc.so'], [], '2.28', 'needs libc.so'],
  [[], [], '2.28', 'needs no C library, or is nothing that readelf reads'],
])('%j with symbols of %j for %s: %4$s', (libraries, versions, libc, fault) => {
  expect(elfFaults(printed(libraries, versions), libc)).toContain(fault)
})
