import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasReadelf } from './elf-faults.mjs'
import { prebuildFaults, standardLibraryNotices } from './prebuild-faults.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'

const readable = process.platform === 'linux' && (await hasReadelf())

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prebuilds-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const targets = Object.entries(prebuildTargets)

function place(name: string, content: string | Uint8Array): string {
  const target = prebuildTargets[name]
  const path = join(folder, target?.folder ?? '', target?.file ?? '')
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

test('every system must have its binary, and the notices must be there', async () => {
  const faults = await prebuildFaults(folder)
  expect(faults).toHaveLength(targets.length + 1)
  for (const [name] of targets) {
    expect(faults).toContainEqual(expect.stringMatching(`^${name}: .*devices.* is missing$`))
  }
  writeFileSync(join(folder, standardLibraryNotices), '')
  expect(await prebuildFaults(folder)).toHaveLength(targets.length)
})

test('a binary must be made for its system', async () => {
  for (const [name] of targets) place(name, 'no binary')
  const faults = await prebuildFaults(folder)
  for (const [name] of targets) {
    expect(faults).toContainEqual(
      expect.stringMatching(`^${name}: .* is made for no system that is known$`),
    )
  }
  const foreign = process.platform === 'darwin' ? 'linux-x64-glibc' : 'darwin-arm64'
  copyFileSync(process.execPath, place(foreign, ''))
  const here = `${process.platform}-${process.arch}`
  expect(await prebuildFaults(folder)).toContainEqual(
    expect.stringMatching(`^${foreign}: .* is made for ${here}$`),
  )
})

test.skipIf(!readable)('a Linux binary must need no more than it may (needs readelf)', async () => {
  copyFileSync(process.execPath, place(`linux-${process.arch}-musl`, ''))
  expect(await prebuildFaults(folder)).toContainEqual(
    expect.stringMatching(/^linux-\w+-musl: .* needs libc\.so\.6$/),
  )
})
