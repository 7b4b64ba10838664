import { closeSync, openSync, readSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { systemError } from './system-error.js'

describe('systemError', () => {
  it.skipIf(process.platform === 'win32')('is what Node.js throws', () => {
    const folder = openSync('.', 'r')
    let thrown: unknown
    try {
      readSync(folder, Buffer.alloc(1))
    } catch (error) {
      thrown = error
    } finally {
      closeSync(folder)
    }
    const { errno, code, syscall, message } = thrown as NodeJS.ErrnoException
    const error = systemError(-(errno as number), 'not used', 'read')
    expect({ ...error, message: error.message }).toEqual({ errno, code, syscall, message })
  })

  it('names the numbers of Windows as libuv does', () => {
    const error = systemError(112, 'There is not enough space on the disk.', 'write', 'win32')
    expect(error.code).toBe('ENOSPC')
    expect(error.message).toBe('ENOSPC: There is not enough space on the disk., write')
  })

  it.each(['linux', 'win32'] as const)('keeps the words of the system on %s', (platform) => {
    const error = systemError(9999, 'Something went wrong (os error 9999)', 'read', platform)
    expect(error.message).toBe('Something went wrong (os error 9999)')
    expect(error).toMatchObject({ errno: -9999, syscall: 'read' })
    expect('code' in error).toBe(false)
  })
})
