import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWavFile } from './create-wav-file.js'
import { TemporaryFolder } from './testing/temporary-folder.js'

const nowMs = Date.UTC(2026, 0, 31, 12, 34, 56, 789)
const create = async (path: string, overwrite = true): Promise<string> => {
  const created = await createWavFile(path, { overwrite, nowMs })
  await created.file.writeFile('new')
  await created.file.close()
  return created.path
}

let folder: TemporaryFolder
beforeAll(() => {
  folder = new TemporaryFolder()
})
afterAll(() => folder.remove())

describe('createWavFile', () => {
  it('makes a file at a path', async () => {
    expect(await create(folder.file('a.wav'), false)).toBe(folder.file('a.wav'))
    expect(readFileSync(folder.file('a.wav'), 'utf8')).toBe('new')
  })

  it('names recordings in a folder by their time, and never replaces one', async () => {
    mkdirSync(folder.file('takes'))
    const paths = [
      await create(folder.file('takes')),
      await create(folder.file('takes')),
      await create(`${folder.file('takes')}/`),
    ]
    expect(paths.map((path) => path.slice(folder.file('takes').length + 1))).toEqual([
      'recording_2026-01-31T12-34-56Z.wav',
      'recording_2026-01-31T12-34-56Z_2.wav',
      'recording_2026-01-31T12-34-56Z_3.wav',
    ])
  })

  it('makes a folder of a path that ends in a slash', async () => {
    const path = await create(`${folder.file('new/deep')}/`)
    expect(path).toBe(join(folder.file('new/deep'), 'recording_2026-01-31T12-34-56Z.wav'))
    expect(existsSync(path)).toBe(true)
  })

  it('replaces a file, and whoever is reading the old one reads on', async () => {
    const path = folder.file('replaced.wav')
    writeFileSync(path, 'old')
    const reading = openSync(path, 'r')
    await create(path)
    const old = Buffer.alloc(3)
    readSync(reading, old)
    expect(old.toString()).toBe('old')
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  it('replaces what a symbolic link points to, and not the link', async () => {
    writeFileSync(folder.file('target.wav'), 'old')
    symlinkSync(folder.file('target.wav'), folder.file('link.wav'))
    await create(folder.file('link.wav'))
    expect(lstatSync(folder.file('link.wav')).isSymbolicLink()).toBe(true)
    expect(readFileSync(folder.file('target.wav'), 'utf8')).toBe('new')
  })

  it('leaves an existing file alone where it may not be replaced', async () => {
    const path = folder.file('kept.wav')
    writeFileSync(path, 'old')
    await expect(create(path, false)).rejects.toMatchObject({
      code: 'io-failed',
      message: expect.stringMatching(/exists already/),
    })
    expect(readFileSync(path, 'utf8')).toBe('old')
  })

  it.each([
    ['in a folder that is not there', 'absent/a.wav', 'file-not-found'],
    ['below a file', 'below.txt/a.wav', 'file-not-found'],
    ['in a folder below a file', 'below.txt/a/', 'file-not-found'],
  ])('refuses a path %s', async (_, name, code) => {
    writeFileSync(folder.file('below.txt'), '')
    const before = readdirSync(folder.path).length
    await expect(create(folder.file(name))).rejects.toMatchObject({
      code,
      details: { path: folder.file(name) },
    })
    expect(readdirSync(folder.path)).toHaveLength(before)
  })

  it('says why a folder takes no files', async () => {
    // The folder's path is as long as paths can be, so that no name fits behind it.
    let deep = folder.file('deep')
    while (deep.length < 4060) deep = join(deep, 'x'.repeat(Math.min(200, 4069 - deep.length)))
    mkdirSync(deep, { recursive: true })
    await expect(create(deep)).rejects.toMatchObject({
      code: 'io-failed',
      details: { errno: 'ENAMETOOLONG', path: expect.stringMatching(/recording_/) },
    })
  })

  it('says why a folder cannot be made', async () => {
    symlinkSync(folder.file('nowhere'), folder.file('dangling'))
    const path = `${folder.file('dangling')}/`
    await expect(create(path)).rejects.toMatchObject({ details: { path } })
  })

  it.skipIf(process.platform === 'win32')('refuses pipes and devices', async () => {
    execFileSync('mkfifo', [folder.file('fifo')])
    for (const path of [folder.file('fifo'), '/dev/null']) {
      await expect(create(path)).rejects.toMatchObject({
        code: 'file-unsupported',
        message: expect.stringMatching(/use pcmSink/),
      })
    }
  })

  it('gives up when a second has a thousand recordings', async () => {
    const full = folder.file('full')
    mkdirSync(full)
    for (let count = 1; count <= 1000; count++) {
      writeFileSync(
        join(full, `recording_2026-01-31T12-34-56Z${count > 1 ? `_${count}` : ''}.wav`),
        '',
      )
    }
    await expect(create(full)).rejects.toThrow(/holds 1000 recordings of this second/)
  })
})
