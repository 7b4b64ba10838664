import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesBelow, hashFiles, unlessStamped } from './content-stamp.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stamp-'))
  mkdirSync(join(folder, 'a', 'dist'), { recursive: true })
  writeFileSync(join(folder, 'a', 'one.ts'), '1')
  writeFileSync(join(folder, 'a', 'dist', 'built.ts'), 'built')
  writeFileSync(join(folder, 'two.md'), '2')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('finds files by their relative path and leaves out what was built', () => {
  const all = filesBelow(folder).map((file) => file.slice(folder.length + 1))
  expect(all.toSorted()).toEqual([join('a', 'one.ts'), 'two.md'])
  expect(filesBelow(folder, (name) => name === 'a/one.ts')).toEqual([join(folder, 'a', 'one.ts')])
  expect(filesBelow(join(folder, 'nothing'))).toEqual([])
})

test('the hash follows contents and names, not dates or order', () => {
  const files = filesBelow(folder)
  const hash = hashFiles(folder, files)
  expect(hashFiles(folder, files.toReversed())).toBe(hash)
  writeFileSync(join(folder, 'two.md'), '2')
  expect(hashFiles(folder, files)).toBe(hash)
  writeFileSync(join(folder, 'two.md'), '3')
  expect(hashFiles(folder, files)).not.toBe(hash)
})

test('a text cannot pass from one file to the next unseen', () => {
  const [one, two] = [join(folder, 'a', 'one.ts'), join(folder, 'two.md')]
  writeFileSync(one, 'xy')
  writeFileSync(two, 'z')
  const hash = hashFiles(folder, [one, two])
  writeFileSync(one, 'x')
  writeFileSync(two, 'yz')
  expect(hashFiles(folder, [one, two])).not.toBe(hash)
})

test('work is done once for each hash, and again if it failed', async () => {
  const stampFile = join(folder, 'stamps', 'x')
  const calls: string[] = []
  const run = (hash: string, fail = false) =>
    unlessStamped(stampFile, hash, () => {
      calls.push(hash)
      return fail ? Promise.reject(new Error('failed')) : Promise.resolve()
    })
  await expect(run('a', true)).rejects.toThrow('failed')
  expect(await run('a')).toBe(true)
  expect(await run('a')).toBe(false)
  expect(await run('b')).toBe(true)
  expect(calls).toEqual(['a', 'a', 'b'])
})

test('what could not be done is not taken for done', async () => {
  const stampFile = join(folder, 'stamps', 'y')
  const run = (done: boolean) => unlessStamped(stampFile, 'a', () => Promise.resolve(done))
  expect(await run(false)).toBe(false)
  expect(await run(true)).toBe(true)
  expect(await run(true)).toBe(false)
})
