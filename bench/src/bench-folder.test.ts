import { existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { BenchFolder } from './bench-folder.js'

test('makes one folder for all files and removes it with them', () => {
  const folder = new BenchFolder('test')
  const file = folder.file('in.wav')
  expect(dirname(file)).toBe(folder.path)
  expect(dirname(folder.file('out.wav'))).toBe(folder.path)
  writeFileSync(file, 'RIFF')
  folder.dispose()
  expect(existsSync(dirname(file))).toBe(false)
})

test('one that was never asked for is not made', () => {
  const folder = new BenchFolder('test')
  expect(() => folder.dispose()).not.toThrow()
  const before = folder.path
  folder.dispose()
  expect(folder.path).not.toBe(before)
  folder.dispose()
})
