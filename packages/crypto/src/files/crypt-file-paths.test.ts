import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { decryptFile } from './decrypt-file.js'
import { encryptFile } from './encrypt-file.js'
import { sampleBytes } from './sample-bytes.test-support.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const key = generateKey()
const plain = folder.holding('plain', sampleBytes(3 * 2 ** 20))
const sealed = folder.file('sealed')
await encryptFile(plain, sealed, { key })
/** A folder of its own, in which a failure may leave nothing. */
function emptyFolder(name: string): string {
  mkdirSync(folder.file(name))
  return folder.file(name)
}

describe('encryptFile and decryptFile', () => {
  it('name what is wrong with a path', async () => {
    const place = emptyFolder('paths')
    const output = `${place}/output`
    for (const work of [encryptFile, decryptFile]) {
      const code = (input: string, to: string): Promise<unknown> =>
        work(input, to, { key }).then(
          () => 'done',
          (error: { code: string }) => error.code,
        )
      const good = work === encryptFile ? plain : sealed
      expect(await code(folder.file('missing'), output)).toBe('file-not-found')
      expect(await code(folder.path, output)).toBe('file-unsupported')
      expect(await code(good, folder.path)).toBe('file-unsupported')
      expect(await code(good, `${place}/no/output`)).toBe('file-not-found')
      expect(await code(`${good}/below`, output)).toBe('file-not-found')
      if (process.platform !== 'win32') {
        expect(await code('/dev/null', output)).toBe('file-unsupported')
        // Never may a device be replaced by a file.
        expect(await code(good, '/dev/null')).toBe('file-unsupported')
        expect(statSync('/dev/null').isFile()).toBe(false)
      }
    }
    expect(readdirSync(place)).toEqual([])
  })

  it('check their arguments before they touch a file', async () => {
    const output = folder.file('never')
    const invalid = { code: 'invalid-option' }
    for (const work of [encryptFile, decryptFile]) {
      // @ts-expect-error no path
      await expect(work(3, output, { key })).rejects.toMatchObject(invalid)
      await expect(work(plain, 'a\0b', { key })).rejects.toMatchObject(invalid)
      await expect(work(plain, '', { key })).rejects.toMatchObject(invalid)
      for (const wrong of [
        { overwrite: 1 },
        { onProgress: true },
        { signal: {} },
        { context: 'text' },
        { force: true },
        ...(work === decryptFile ? [{ allowTruncated: 'yes' }] : [{ allowTruncated: true }]),
      ])
        await expect(work(plain, output, { key, ...wrong } as never)).rejects.toMatchObject(invalid)
      await expect(work(plain, output, { key: Buffer.alloc(16) })).rejects.toMatchObject({
        code: 'key-invalid',
      })
      await expect(work(plain, output, undefined as never)).rejects.toMatchObject({
        code: 'key-invalid',
      })
    }
    expect(folder.names()).not.toContain('never')
  })
})

const disk = folder.file('disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', ['--lazy', disk])
})

it.skipIf(!mounted)('a full disk is told, and freed again (needs to mount a tmpfs)', async () => {
  for (const [work, input] of [
    [encryptFile, plain],
    [decryptFile, sealed],
  ] as const) {
    await expect(work(input, `${disk}/output`, { key })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('output could not be written: the disk is full'),
      details: { path: `${disk}/output`, errno: 'ENOSPC' },
    })
    expect(readdirSync(disk)).toEqual([])
  }
})
