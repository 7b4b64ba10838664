import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { BenchFolder } from './bench-folder.js'
import { installedVersion, npmPeersFolder } from './npm-peers.js'

const folder = new BenchFolder('npm-peers')
afterAll(() => folder.dispose())

test('reads the version of what is installed', () => {
  const installed = folder.file('node_modules/some-peer')
  mkdirSync(installed, { recursive: true })
  writeFileSync(join(installed, 'package.json'), '{ "version": "1.2.3" }')
  expect(installedVersion(folder.path, 'some-peer')).toBe('1.2.3')
})

test('what is not installed has none', () => {
  expect(installedVersion(folder.path, 'other-peer')).toBeUndefined()
})

test('the folder is the one that the script installs to', () => {
  expect(npmPeersFolder).toMatch(/[/\\]patchcord[/\\]bench-peers$/)
})
