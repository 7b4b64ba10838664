import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { once } from 'node:events'
import { finished, pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { createEncrypted } from './create-encrypted.js'
import { decryptFile } from './decrypt-file.js'
import { openEncrypted } from './open-encrypted.js'
import { sampleBytes } from './sample-bytes.test-support.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const key = generateKey()
const content = sampleBytes(100_000)

const failureOf = (stream: NodeJS.WritableStream): Promise<unknown> =>
  finished(stream).then(
    () => 'done',
    (error: unknown) => error,
  )

describe('createEncrypted', () => {
  it.each([0, 1, 16_384, 100_000])('writes a file of %i bytes', async (length) => {
    const path = folder.file('file')
    const pieces = Array.from({ length: Math.ceil(length / 999) }, (_, index) =>
      content.subarray(index * 999, Math.min(length, index * 999 + 999)),
    )
    await pipeline(pieces, createEncrypted(path, { key, context: Buffer.from('c') }))
    const copy = folder.file('copy')
    await decryptFile(path, copy, { key, context: Buffer.from('c') })
    expect(readFileSync(copy).equals(content.subarray(0, length))).toBe(true)
  })

  it('has each chunk in the file as soon as it is complete', async () => {
    const path = folder.file('growing')
    const writer = createEncrypted(path, { key })
    const write = (bytes: Buffer): Promise<unknown> =>
      new Promise((resolve) => writer.write(bytes, resolve))
    await write(content.subarray(0, 16_383))
    expect(statSync(path).size).toBe(56)
    await write(content.subarray(16_383, 16_384))
    expect(statSync(path).size).toBe(56 + 16_400)
    await write(content.subarray(16_384, 40_000))
    // As a process that is killed would leave it.
    await using file = await openEncrypted(path, { key, allowTruncated: true })
    expect(file).toMatchObject({ byteLength: 32_768, truncated: true })
    writer.end()
    await finished(writer)
    await using whole = await openEncrypted(path, { key })
    expect(whole).toMatchObject({ byteLength: 40_000, truncated: false })
  })

  it('leaves a file without an end when it is destroyed or aborted', async () => {
    const path = folder.file('destroyed')
    const controller = new AbortController()
    const writer = createEncrypted(path, { key, signal: controller.signal })
    await new Promise((resolve) => writer.write(content.subarray(0, 20_000), resolve))
    const failure = failureOf(writer)
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await failure).toMatchObject({ code: 'aborted', cause: reason })
    if (!writer.closed) await once(writer, 'close')
    await expect(openEncrypted(path, { key })).rejects.toMatchObject({
      code: 'authentication-failed',
    })
    await using file = await openEncrypted(path, { key, allowTruncated: true })
    expect(file).toMatchObject({ byteLength: 16_384, truncated: true })
    const late = createEncrypted(path, { key, signal: AbortSignal.abort(reason) })
    expect(await failureOf(late)).toMatchObject({ code: 'aborted' })
  })

  it('replaces a file, unless it may not, and never a device or a folder', async () => {
    const path = folder.holding('there', Buffer.from('precious'))
    const link = folder.file('link')
    symlinkSync('there', link)
    const failure = failureOf(createEncrypted(link, { key, overwrite: false }))
    expect(await failure).toMatchObject({
      code: 'io-failed',
      details: { path: link, errno: 'EEXIST' },
    })
    expect(readFileSync(path, 'utf8')).toBe('precious')
    await pipeline([content], createEncrypted(link, { key }))
    expect(statSync(path).size).toBeGreaterThan(content.length)
    await pipeline([content], createEncrypted(folder.file('fresh'), { key, overwrite: false }))
    const unsupported = { code: 'file-unsupported' }
    expect(await failureOf(createEncrypted(folder.path, { key }))).toMatchObject(unsupported)
    if (existsSync('/dev/full'))
      expect(await failureOf(createEncrypted('/dev/full', { key }))).toMatchObject(unsupported)
    const nowhere = createEncrypted(folder.file('no/file'), { key })
    expect(await failureOf(nowhere)).toMatchObject({ code: 'file-not-found' })
  })

  it('checks its arguments', () => {
    const invalid = expect.objectContaining({ code: 'invalid-option' })
    expect(() => createEncrypted('', { key })).toThrow(invalid)
    for (const wrong of [{ overwrite: 0 }, { signal: 1 }, { mode: 0o600 }, { context: 1 }])
      expect(() => createEncrypted('file', { key, ...wrong } as never)).toThrow(invalid)
    expect(existsSync('file')).toBe(false)
  })
})

const disk = folder.file('disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', ['--lazy', disk])
})

it.skipIf(!mounted)('a full disk leaves what fitted (needs to mount a tmpfs)', async () => {
  const path = `${disk}/take`
  await expect(pipeline([content], createEncrypted(path, { key }))).rejects.toMatchObject({
    code: 'disk-full',
    details: { path, errno: 'ENOSPC' },
  })
  await using file = await openEncrypted(path, { key, allowTruncated: true })
  expect(file.truncated).toBe(true)
  const there = Buffer.alloc(file.byteLength)
  expect(await file.read(there, 0)).toBeGreaterThanOrEqual(2 * 16_384)
  expect(there.equals(content.subarray(0, there.length))).toBe(true)
})
