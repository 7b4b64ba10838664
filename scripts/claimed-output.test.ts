import { expect, test } from 'vitest'
import { claimedOutput, printedAsClaimed } from './claimed-output.mjs'

test('the comments at the end of a block are all that it prints', () => {
  expect(claimedOutput('// prose\na() // prose\nconsole.log(b) // prose\n// 1\n//\n// 2\n')).toBe(
    '1\n\n2',
  )
})

test('without them, it is the comments behind console.log, in order', () => {
  const code = [
    '// console.log(0) // prose',
    'const a = 1 // prose',
    'console.log(a) // 1',
    "for (const url of urls) console.log('http://x', url) // http://x 1",
    '// prose',
    'on((b) => {',
    '  console.log(b)',
    '  console.log(b) // 2 // 3',
    '}) // prose',
  ]
  expect(claimedOutput(code.join('\n'))).toBe('1\nhttp://x 1\n2 // 3')
})

test('a block without such comments claims nothing', () => {
  expect(claimedOutput('console.log(1)\n  // indented')).toBeUndefined()
  expect(claimedOutput('a() // prose')).toBeUndefined()
})

test('compares whole lines, and all of them', () => {
  expect(printedAsClaimed('1 [ 2 ]\n3.5', '1 [ 2 ]\n3.5\n')).toBe(true)
  expect(printedAsClaimed('1\n2', '1\r\n2\r\n')).toBe(true)
  expect(printedAsClaimed('1', '1\n2\n')).toBe(false)
  expect(printedAsClaimed('1\n2', '1\n')).toBe(false)
  expect(printedAsClaimed('1', '11\n')).toBe(false)
  expect(printedAsClaimed('3.5', '345\n')).toBe(false)
})

test('three dots stand for any text', () => {
  expect(printedAsClaimed('at ... ms', 'at 12 ms\n')).toBe(true)
  expect(printedAsClaimed('first\n...\nlast', 'first\nsecond\nthird\nlast\n')).toBe(true)
  expect(printedAsClaimed('first\n...\nlast', 'first\nlast\n')).toBe(false)
  expect(printedAsClaimed('4, ...', '4\n4\n4\n')).toBe(true)
  expect(printedAsClaimed('4, ...', '48\n')).toBe(false)
  expect(printedAsClaimed('4, ...', '5\n4\n')).toBe(false)
})
