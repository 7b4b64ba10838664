import { describe, expect, it } from 'vitest'
import { jsBackend } from '../kernels/js-backend.js'
import { lookUpBackend } from './look-up-backend.js'

const native = { ...jsBackend, name: 'native' }
const notFound = (code: string, message: string) => () =>
  Promise.reject(Object.assign(new Error(message), { code }))
const found = (module: unknown) => () => Promise.resolve(module)
const reasonOf = async (load: () => Promise<unknown>): Promise<unknown> =>
  ((await lookUpBackend(load)) as { reason?: unknown }).reason

describe('the look-up of the native backend', () => {
  it('gives what the package loads, with or without fusion', async () => {
    for (const backend of [native, { ...native, fuse: () => undefined }])
      expect(await lookUpBackend(found({ loadBackend: () => backend }))).toEqual({ backend })
  })

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package '@patchcord/devices-native' imported from /a.js"],
    ['MODULE_NOT_FOUND', "Cannot find module '@patchcord/devices-native/backend'"],
  ])('says that the package is not installed: %s', async (code, message) => {
    const reason = await reasonOf(notFound(code, message))
    expect(reason).toBe('@patchcord/devices-native is not installed')
  })

  it('tells a package that does not load from one that is not there', async () => {
    const broken = notFound('ERR_MODULE_NOT_FOUND', "Cannot find package 'node-gyp-build'")
    expect(await reasonOf(broken)).toBe(
      "@patchcord/devices-native does not load: Cannot find package 'node-gyp-build'",
    )
    const hidden = notFound('ERR_PACKAGE_PATH_NOT_EXPORTED', 'not exported')
    expect(await reasonOf(hidden)).toContain('does not load: not exported')
  })

  it('passes on why a binary does not load, whatever is thrown', async () => {
    for (const thrown of [new Error('no binary for plan9-mips'), 'no binary for plan9-mips']) {
      const loadBackend = (): never => {
        throw thrown
      }
      expect(await reasonOf(found({ loadBackend }))).toBe('no binary for plan9-mips')
    }
  })

  it.each([
    ['no loader', {}],
    ['nothing', { loadBackend: () => undefined }],
    ['null', { loadBackend: () => null }],
    ['another name', { loadBackend: () => jsBackend }],
    ['no create', { loadBackend: () => ({ name: 'native' }) }],
    ['a fuse that is no function', { loadBackend: () => ({ ...native, fuse: true }) }],
  ])('refuses a package of another version: %s', async (_, module) => {
    expect(await reasonOf(found(module))).toContain('does not go with this version')
  })

  it('looks for the package itself', async () => {
    // Here an alias stands for it; which it is shows that the name was right.
    expect(await lookUpBackend()).toEqual({ reason: 'the tests run without the native backend' })
  })
})
