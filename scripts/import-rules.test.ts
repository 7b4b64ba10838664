import { expect, test } from 'vitest'
import { misdirectedImports } from './import-rules.mjs'

const manifest = { dependencies: { rxjs: '^7' }, peerDependencies: { '@patchcord/core': '^0.1.0' } }

function faults(path: string, specifier: string): string[] {
  return misdirectedImports(path, `import { x } from '${specifier}'\nx()`, manifest)
}

test.each([
  ['packages/core/src/data/packet.ts', '../errors/patchcord-error.js'],
  ['packages/core/src/data/packet.ts', 'node:stream'],
  ['packages/core/src/rx/index.ts', 'rxjs'],
  ['packages/core/src/rx/index.ts', 'rxjs/operators'],
  ['packages/core/src/kernels/find-backend.ts', '@patchcord/devices-native/backend'],
  ['packages/testkit/src/index.ts', '@patchcord/core'],
  ['packages/testkit/src/index.ts', '@patchcord/core/rx'],
  ['packages/crypto/src/index.ts', 'rxjs'],
  ['packages/crypto/src/keys.test.ts', '@patchcord/testkit/contracts'],
  ['packages/crypto/src/keys.test.ts', 'vitest'],
  ['packages/core/src/data/packet.test.ts', 'fast-check'],
])('%s may import %s', (path, specifier) => {
  expect(faults(path, specifier)).toEqual([])
})

test.each([
  ['packages/core/src/data/packet.ts', 'rxjs', 'rxjs belongs to src/rx only'],
  ['packages/core/src/data/packet.ts', 'stream', 'node:'],
  ['packages/core/src/data/packet.ts', 'node:test', 'test runner'],
  ['packages/core/src/data/packet.ts', 'vitest', 'nothing but Node'],
  ['packages/core/src/data/packet.ts', '@patchcord/testkit', 'nothing but Node'],
  ['packages/core/src/data/packet.ts', '@patchcord/devices-native', 'nothing but Node'],
  ['packages/core/src/data/packet.ts', '../../../testkit/src/index.js', 'leaves'],
  ['packages/core/src/data/packet.ts', './packet.test.js', 'do not import tests'],
  ['packages/testkit/src/index.ts', '@patchcord/crypto', 'another leaf'],
  ['packages/crypto/src/index.ts', '@patchcord/testkit', 'another leaf'],
  ['packages/crypto/src/index.ts', 'leftpad', 'not among the dependencies'],
  ['packages/crypto/src/keys.test.ts', '@patchcord/events', 'another leaf'],
])('%s may not import %s', (path, specifier, reason) => {
  expect(faults(path, specifier)).toEqual([expect.stringContaining(reason)])
})

const backend = 'packages/devices-native/src/backend/load-backend.ts'

test.each([
  "import type { KernelBackend } from '@patchcord/core'",
  "export type { KernelBackend } from '@patchcord/core'",
  "type Backend = import('@patchcord/core').KernelBackend",
  "import { loadBinding } from './load-binding.js'",
  "import { closeSync } from 'node:fs'",
])('the native backend may say: %s', (text) => {
  expect(misdirectedImports(backend, text, manifest)).toEqual([])
})

test.each(['load-backend.test', 'file-run.test-support'])('%s may use core', (name) => {
  expect(faults(backend.replace('load-backend', name), '@patchcord/core')).toEqual([])
})

test.each([
  ["import { PatchcordError } from '@patchcord/core'", 'import type'],
  ["import { type KernelBackend } from '@patchcord/core'", 'import type'],
  ["import '@patchcord/core'", 'import type'],
  ["export * from '@patchcord/core'", 'import type'],
  ["const core = await import('@patchcord/core')", 'import type'],
  ["import { audioRing } from '../ring/index.js'", 'by itself'],
  ["import type { NativeStatus } from '../index.js'", 'by itself'],
])('the native backend may not say: %s', (text, reason) => {
  expect(misdirectedImports(backend, text, manifest)).toEqual([expect.stringContaining(reason)])
})

test('sees every way to import', () => {
  const path = 'packages/core/src/x.ts'
  for (const text of [
    "import 'vitest'",
    "import type { x } from 'vitest'",
    "export * from 'vitest'",
    "const x = await import('vitest')",
    "type X = import('vitest').X",
  ]) {
    expect(misdirectedImports(path, text, manifest), text).toHaveLength(1)
  }
})
