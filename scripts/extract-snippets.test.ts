import { expect, test } from 'vitest'
import { docCommentSnippets, markdownSnippets } from './extract-snippets.mjs'

test('finds TypeScript and JavaScript blocks and the line of their code', () => {
  const text = [
    '# Title',
    '',
    '```ts',
    'const a = 1',
    '```',
    '```sh',
    'ls',
    '```',
    '```js',
    'b()',
    '```',
  ]
  expect(markdownSnippets('x.md', text.join('\n'))).toEqual([
    { file: 'x.md', line: 4, language: 'ts', run: true, code: 'const a = 1' },
    { file: 'x.md', line: 10, language: 'js', run: true, code: 'b()' },
  ])
})

test('no-run is for blocks that are only compiled', () => {
  expect(markdownSnippets('x.md', '```ts no-run\na()\n```')[0]?.run).toBe(false)
  expect(markdownSnippets('x.md', '```ts\na()\n```')[0]?.run).toBe(true)
})

test('takes the indent of a list away, and keeps that of the code', () => {
  const text = '- item\n\n  ```ts\n  if (a) {\n    b()\n  }\n  ```'
  expect(markdownSnippets('x.md', text)[0]?.code).toBe('if (a) {\n  b()\n}')
})

test('a block inside a longer fence belongs to that', () => {
  expect(markdownSnippets('x.md', '````md\n```ts\na()\n```\n````')).toEqual([])
})

test('an open fence ends with the text', () => {
  expect(markdownSnippets('x.md', '```ts\na()')[0]?.code).toBe('a()')
})

test('finds the examples in doc comments', () => {
  const text = [
    'const before = 1',
    '/**',
    ' * Adds.',
    ' *',
    ' * @example',
    ' * ```ts',
    " * import { add } from 'x'",
    ' *',
    ' *   add(1)',
    ' * ```',
    ' */',
    'export function add() {}',
    'const text = `not ```ts a block```',
  ]
  expect(docCommentSnippets('x.ts', text.join('\n'))).toEqual([
    {
      file: 'x.ts',
      line: 7,
      language: 'ts',
      run: true,
      code: "import { add } from 'x'\n\n  add(1)",
    },
  ])
})
