import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { decryptFile } from './decrypt-file.js'
import { encryptFile } from './encrypt-file.js'
import type { FileProgress } from './file-job-options.js'
import { sampleBytes } from './sample-bytes.test-support.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const key = generateKey()
const MiB = 2 ** 20
const large = sampleBytes(3 * MiB + 77)
const plain = folder.holding('plain', large)
const sealed = folder.file('sealed')
await encryptFile(plain, sealed, { key })
/** A folder of its own, in which a failure may leave nothing. */
function emptyFolder(name: string): string {
  mkdirSync(folder.file(name))
  return folder.file(name)
}

describe('encryptFile and decryptFile', () => {
  it.each([0, 1, 16_383, 16_384, MiB - 1, MiB, MiB + 1, 2 * MiB, 3 * MiB + 77])(
    'give back a file of %i bytes',
    async (length) => {
      const input = folder.holding('input', large.subarray(0, length))
      const [output, copy] = [folder.file('output'), folder.file('copy')]
      const { bytesWritten } = await encryptFile(input, output, { key })
      expect(bytesWritten).toBe(56 + length + 16 * (Math.floor(length / 16_384) + 1))
      expect(statSync(output).size).toBe(bytesWritten)
      expect(await decryptFile(output, copy, { key })).toEqual({
        bytesWritten: length,
        truncated: false,
      })
      expect(readFileSync(copy).equals(large.subarray(0, length))).toBe(true)
    },
  )

  it('bind a context', async () => {
    const output = folder.file('bound')
    const copy = folder.file('bound copy')
    await encryptFile(plain, output, { key, context: Buffer.from('a') })
    await decryptFile(output, copy, { key, context: Buffer.from('a') })
    await expect(
      decryptFile(output, copy, { key, context: Buffer.from('b') }),
    ).rejects.toMatchObject({ code: 'authentication-failed' })
  })

  it('work in place, through a link, and keep the permissions', async () => {
    const [file, link] = [folder.holding('private', large), folder.file('link')]
    chmodSync(file, 0o600)
    symlinkSync('private', link)
    await encryptFile(link, link, { key })
    expect(readFileSync(file).includes(large.subarray(0, 64))).toBe(false)
    await decryptFile(file, link, { key })
    expect(readFileSync(file).equals(large)).toBe(true)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(link).equals(large)).toBe(true)
  })

  it('do not replace a file unless they may', async () => {
    const output = folder.holding('there', Buffer.from('precious'))
    for (const work of [encryptFile, decryptFile]) {
      const input = work === encryptFile ? plain : sealed
      await expect(work(input, output, { key, overwrite: false })).rejects.toMatchObject({
        code: 'io-failed',
        message: expect.stringContaining('it exists already'),
        details: { path: output, errno: 'EEXIST' },
      })
      expect(readFileSync(output, 'utf8')).toBe('precious')
      const fresh = folder.file(`fresh ${work.name}`)
      await work(input, fresh, { key, overwrite: false })
      expect(statSync(fresh).size).toBeGreaterThan(MiB)
    }
  })

  it('do not replace one that appears meanwhile either', async () => {
    const place = emptyFolder('meanwhile')
    const output = `${place}/output`
    const onProgress = (): void => writeFileSync(output, 'precious')
    await expect(
      encryptFile(plain, output, { key, overwrite: false, onProgress }),
    ).rejects.toMatchObject({ details: { errno: 'EEXIST' } })
    expect(readFileSync(output, 'utf8')).toBe('precious')
    expect(readdirSync(place)).toEqual(['output'])
  })

  it('tell how far they are, up to the end', async () => {
    for (const [work, input] of [
      [encryptFile, plain],
      [decryptFile, sealed],
    ] as const) {
      const steps: FileProgress[] = []
      await work(input, folder.file('any'), { key, onProgress: (step) => steps.push(step) })
      expect(steps.map(({ bytesDone }) => bytesDone)).toEqual([MiB, 2 * MiB, 3 * MiB, large.length])
      expect(new Set(steps.map(({ bytesTotal }) => bytesTotal))).toEqual(new Set([large.length]))
    }
  })

  it('stop between chunks when the signal fires, and leave nothing', async () => {
    const reason = new Error('enough')
    const aborted = expect.objectContaining({ code: 'aborted', cause: reason })
    for (const [work, input] of [
      [encryptFile, plain],
      [decryptFile, sealed],
    ] as const) {
      const place = emptyFolder(`aborted ${work.name}`)
      for (const step of [1, 4]) {
        const controller = new AbortController()
        let calls = 0
        const onProgress = (): void => {
          if (++calls === step) controller.abort(reason)
        }
        const options = { key, signal: controller.signal, onProgress }
        await expect(work(input, `${place}/output`, options)).rejects.toEqual(aborted)
        expect([calls, readdirSync(place)]).toEqual([step, []])
      }
      const signal = AbortSignal.abort(reason)
      await expect(work('nowhere', `${place}/output`, { key, signal })).rejects.toEqual(aborted)
    }
  })

  it('leave what was there when they fail', async () => {
    const place = emptyFolder('failing')
    const output = `${place}/output`
    writeFileSync(output, 'precious')
    const stop = new Error('stop')
    const onProgress = (): never => {
      throw stop
    }
    await expect(encryptFile(plain, output, { key, onProgress })).rejects.toBe(stop)
    const damaged = Buffer.from(readFileSync(sealed))
    damaged[2 * MiB]! ^= 1
    const input = folder.holding('damaged', damaged)
    await expect(decryptFile(input, output, { key })).rejects.toMatchObject({
      code: 'authentication-failed',
      message: expect.stringContaining(input),
    })
    expect(readdirSync(place)).toEqual(['output'])
    expect(readFileSync(output, 'utf8')).toBe('precious')
  })

  it('refuse a cut file before they write, unless told otherwise', async () => {
    const cut = folder.holding('cut', readFileSync(sealed).subarray(0, 2 * MiB))
    const place = emptyFolder('cut output')
    const output = `${place}/output`
    const names: string[][] = []
    const onProgress = (): void => void names.push(readdirSync(place))
    await expect(decryptFile(cut, output, { key, onProgress })).rejects.toMatchObject({
      code: 'authentication-failed',
    })
    expect([readdirSync(place), names]).toEqual([[], []])
    const whole = Math.floor((2 * MiB - 56) / 16_400) * 16_384
    expect(await decryptFile(cut, output, { key, allowTruncated: true })).toEqual({
      bytesWritten: whole,
      truncated: true,
    })
    expect(readFileSync(output).equals(large.subarray(0, whole))).toBe(true)
  })

  it('tell that the input became shorter', async () => {
    const place = emptyFolder('shrinking')
    const [input, output] = [`${place}/input`, `${place}/output`]
    for (const [work, bytes] of [
      [encryptFile, large],
      [decryptFile, readFileSync(sealed)],
    ] as const) {
      writeFileSync(input, bytes)
      const onProgress = (): void => truncateSync(input, 100)
      await expect(work(input, output, { key, onProgress })).rejects.toMatchObject({
        code: 'io-failed',
        message: expect.stringContaining('became shorter'),
        details: expect.objectContaining({ expectedBytes: bytes.length }),
      })
    }
    expect(readdirSync(place)).toEqual(['input'])
  })
})
