import { expect, it } from 'vitest'
import { readInfoTags } from './info-tags.js'
import { ascii, chunk, concat } from './testing/wav-bytes.js'

function read(...parts: Uint8Array[]): Record<string, string> {
  const tags = new Map<string, string>()
  readInfoTags(new DataView(concat(...parts).buffer), true, tags)
  return Object.fromEntries(tags)
}

it('reads texts of even and odd length', () => {
  const tags = read(ascii('INFO'), chunk('INAM', ascii('odd')), chunk('IART', ascii('even')))
  expect(tags).toEqual({ INAM: 'odd', IART: 'even' })
})

it('keeps the first of two equal ids', () => {
  expect(read(ascii('INFO'), chunk('INAM', ascii('a')), chunk('INAM', ascii('b')))).toEqual({
    INAM: 'a',
  })
})

it('leaves other lists alone, and stops at damage', () => {
  expect(read(ascii('adtl'), chunk('labl', ascii('x')))).toEqual({})
  expect(read(ascii('IN'))).toEqual({})
  expect(read(ascii('INFO'), chunk('INAM', ascii('ok')), new Uint8Array(8))).toEqual({ INAM: 'ok' })
})
