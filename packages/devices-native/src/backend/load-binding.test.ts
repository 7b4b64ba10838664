import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasAddons, releasePath } from './addons.test-support.js'
import { loadBinding, platform } from './load-binding.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchcord-addon-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function place(content: Uint8Array | string, ...path: string[]): string {
  const file = join(folder, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return file
}

describe('the look-up of the addon', () => {
  it('says where it looked, for which system, and what to do', () => {
    const load = (): unknown => loadBinding(folder)
    expect(load).toThrow(`there is no binary for ${platform}: ${folder} has none`)
    expect(load).toThrow(/prebuilds\/.*LIBC=musl.*Rust/)
  })

  it('takes no binary of another system', () => {
    place('', 'prebuilds', 'plan9-mips', 'devices.node')
    expect(() => loadBinding(folder)).toThrow('there is no binary')
  })

  it('says that a file is damaged, and which', () => {
    const file = place('no binary at all', 'build', 'Release', 'devices.node')
    expect(() => loadBinding(folder)).toThrow(`the binary ${file} does not load on ${platform}: `)
    expect(() => loadBinding(folder)).toThrow(/damaged or made for another system/)
  })

  it('reports whatever is thrown when it loads', () => {
    place('', 'build', 'Release', 'devices.node')
    const load = (): never => {
      throw 'out of order\nin two lines'
    }
    expect(() => loadBinding(folder, load)).toThrow(/: out of order; it is damaged/)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['too little', { createKernel: loadBinding }],
    ['what is no function', { createKernel: loadBinding, createChain: 1 }],
  ])('refuses an addon that exports %s', (_, exported) => {
    place('', 'build', 'Release', 'devices.node')
    expect(() => loadBinding(folder, () => exported)).toThrow('does not go with this version')
  })
})

describe.skipIf(!hasAddons)('the look-up of a real addon (needs Rust)', () => {
  it('finds what was built in this package', () => {
    const { path, binding } = loadBinding()
    expect(path).toBe(releasePath)
    expect(binding.createKernel).toBeTypeOf('function')
  })

  it('finds what was published for this system', () => {
    const libc = process.platform === 'linux' ? '.glibc' : ''
    const file = join(folder, 'prebuilds', platform, `devices${libc}.node`)
    mkdirSync(join(file, '..'), { recursive: true })
    cpSync(releasePath, file)
    expect(loadBinding(folder).path).toBe(file)
  })

  it.each([10, 10_000, -1])('does not load a file that was cut off: %s bytes of it', (length) => {
    const part = readFileSync(releasePath).subarray(0, length)
    place(part, 'build', 'Release', 'devices.node')
    // The loader of Linux would end the process.
    if (process.platform === 'linux')
      expect(() => loadBinding(folder)).toThrow('its end is missing')
  })
})
