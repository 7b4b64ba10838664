import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBenches } from './find-benches.js'

let folder: string
let url: URL

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benches-'))
  url = pathToFileURL(`${folder}/`)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('finds every bench by its file, in order', async () => {
  writeFileSync(join(folder, 'b.bench.js'), "export const bench = { name: 'b' }")
  writeFileSync(join(folder, 'a.bench.js'), "export const bench = { name: 'a' }")
  writeFileSync(join(folder, 'material.js'), 'throw new Error("no bench")')
  expect((await findBenches(url)).map(({ name }) => name)).toEqual(['a', 'b'])
})

test('a file without a bench, or with another name, is an error', async () => {
  writeFileSync(join(folder, 'none.bench.js'), 'export const other = 1')
  await expect(findBenches(url)).rejects.toThrow("none.bench.js must export a Bench named 'bench'")
  rmSync(join(folder, 'none.bench.js'))
  writeFileSync(join(folder, 'x.bench.js'), "export const bench = { name: 'y' }")
  await expect(findBenches(url)).rejects.toThrow('the names must agree')
})
