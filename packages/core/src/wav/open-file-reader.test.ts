import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { FileReader, openFileReader } from './open-file-reader.js'
import { TemporaryFolder } from './testing/temporary-folder.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())

describe('openFileReader', () => {
  it('reads at a position, and less at the end', async () => {
    const path = folder.file('ten')
    writeFileSync(path, '0123456789')
    const reader = await openFileReader(path)
    const target = new Uint8Array(4)
    expect(reader.byteLength).toBe(10)
    expect(await reader.read(target, 3)).toBe(4)
    expect(Buffer.from(target).toString()).toBe('3456')
    expect(await reader.read(target, 8)).toBe(2)
    await reader.close()
  })

  it('puts short reads together', async () => {
    const file = {
      read: async (target: Uint8Array, offset: number, length: number, position: number) => {
        const bytesRead = Math.min(length, 3, 10 - position)
        target.fill(position, offset, offset + bytesRead)
        return { bytesRead, buffer: target }
      },
      close: async () => undefined,
    }
    const target = new Uint8Array(8)
    const reader = new FileReader('short', 10, file as unknown as FileHandle)
    expect(await reader.read(target, 0)).toBe(8)
    expect([...target]).toEqual([0, 0, 0, 3, 3, 3, 6, 6])
  })

  it('names a file that cannot be read', async () => {
    const path = folder.file('closed')
    writeFileSync(path, 'x')
    const reader = await openFileReader(path)
    await reader.close()
    await expect(reader.read(new Uint8Array(1), 0)).rejects.toMatchObject({
      code: 'io-failed',
      details: { path, errno: 'EBADF' },
    })
  })

  it('refuses what is not there', async () => {
    const path = folder.file('absent.wav')
    await expect(openFileReader(path)).rejects.toMatchObject({
      code: 'file-not-found',
      message: `${path} could not be opened: there is no such file or folder; check the path`,
    })
  })

  it('refuses a folder', async () => {
    await expect(openFileReader(folder.path)).rejects.toMatchObject({
      code: 'file-unsupported',
      message: expect.stringMatching(/is a folder/),
    })
  })

  it.skipIf(process.platform === 'win32')(
    'refuses a FIFO and does not wait for its writer',
    async () => {
      const path = folder.file('fifo')
      execFileSync('mkfifo', [path])
      await expect(openFileReader(path)).rejects.toMatchObject({
        code: 'file-unsupported',
        message: expect.stringMatching(/pipe or device; use pcmSource/),
      })
    },
  )
})
