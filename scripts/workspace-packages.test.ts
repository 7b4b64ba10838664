import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entriesOf } from './workspace-packages.mjs'

test('an entry is what exports name, but package.json', () => {
  const manifest = {
    name: '@patchcord/x',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './backend': './dist/backend/index.js',
      './package.json': './package.json',
    },
  }
  expect(entriesOf(manifest, '/p')).toEqual([
    { specifier: '@patchcord/x', source: join('/p', 'src', 'index.ts'), name: 'index' },
    {
      specifier: '@patchcord/x/backend',
      source: join('/p', 'src', 'backend', 'index.ts'),
      name: 'backend/index',
    },
  ])
})
