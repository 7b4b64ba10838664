import { expect, it } from 'vitest'
import { readChunkText } from './chunk-text.js'

const read = (bytes: Uint8Array): string =>
  readChunkText(new DataView(Uint8Array.from(bytes).buffer), 0, bytes.length)

it('ends a text at its first NUL, without the spaces that fill it up', () => {
  expect(read(Buffer.from('Title  \0rest'))).toBe('Title')
  expect(read(Buffer.from('no end'))).toBe('no end')
})

it('reads UTF-8, and what cannot be UTF-8 as Latin-1', () => {
  expect(read(Buffer.from('Größe'))).toBe('Größe')
  expect(read(Buffer.from('Größe', 'latin1'))).toBe('Größe')
})
