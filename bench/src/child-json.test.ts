import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { childJson } from './child-json.js'

const folder = mkdtempSync(join(tmpdir(), 'bench-child-'))
const program = join(folder, 'program.mjs')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('returns what a program prints', async () => {
  writeFileSync(program, 'console.log(JSON.stringify(process.argv.slice(2)))')
  expect(await childJson(program, ['a', 'b'])).toEqual(['a', 'b'])
})

test('a program that fails is an error', async () => {
  writeFileSync(program, 'console.error("no such file"); process.exit(2)')
  await expect(childJson(program, [])).rejects.toThrow('no such file')
})

test('Node itself can be told something', async () => {
  writeFileSync(program, 'console.log(JSON.stringify(typeof gc))')
  expect(await childJson(program, [], ['--expose-gc'])).toBe('function')
})
