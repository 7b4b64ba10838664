import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './root.mjs'
import { commandsOf, entriesOf, workspacePackages } from './workspace-packages.mjs'

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

test('a command is what the published manifest names', () => {
  const manifest = {
    name: '@patchcord/x',
    exports: { '.': './dist/index.js' },
    publishConfig: { access: 'public', bin: { 'x-tool': './dist/tool/main.js' } },
  }
  expect(commandsOf(manifest, '/p')).toEqual([
    { specifier: 'x-tool', source: join('/p', 'src', 'tool', 'main.ts'), name: 'tool/main' },
  ])
  expect(commandsOf({ name: '@patchcord/x' }, '/p')).toEqual([])
})

const settings = (name: string): any => JSON.parse(readFileSync(join(root, name), 'utf8'))

test('TypeScript and typedoc know every entry', () => {
  const sources = new Map(
    workspacePackages().flatMap(({ entries }) =>
      entries.map(({ specifier, source }) => [
        specifier,
        relative(root, source).replaceAll('\\', '/'),
      ]),
    ),
  )
  const { paths } = settings('tsconfig.base.json').compilerOptions
  for (const [specifier, source] of sources) {
    expect(paths[specifier], specifier).toEqual([`./${source}`])
  }
  expect(settings('typedoc.json').entryPoints.toSorted()).toEqual([...sources.values()].toSorted())
})
