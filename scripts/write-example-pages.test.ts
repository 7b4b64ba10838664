import { expect, test } from 'vitest'
import { examplePage } from './write-example-pages.mjs'

test.each([
  ['/**\n * Plays a sine.\n *\n * Twice.\n */\n', 'Plays a sine.\n\nTwice.'],
  ['// Plays a sine.\n//\n// Twice.\n', 'Plays a sine.\n\nTwice.'],
])('the opening comment is the text, the rest the code', (comment, intro) => {
  const text = `${comment}import 'x'\n// a remark\n`
  const page = examplePage('sine', [{ path: 'examples/sine.ts', text, isMain: true }])
  expect(page).toContain(`# sine\n\n${intro}\n\n`)
  expect(page).toContain("```ts\nimport 'x'\n// a remark\n```")
})

test('an example of several files begins with the main one', () => {
  const page = examplePage('link', [
    { path: 'examples/link/bar.ts', text: 'bar()', isMain: false },
    { path: 'examples/link/main.ts', text: 'main()', isMain: true },
  ])
  expect(page.indexOf('main()')).toBeLessThan(page.indexOf('bar()'))
})
