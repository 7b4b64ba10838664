import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.js'

describe('base64url', () => {
  it.each(['', 'Zg==', 'Zm8=', 'Zm9v', '-_-_'])('reads and writes %o', (text) => {
    const bytes = decodeBase64url(text, 'required')
    expect(bytes && encodeBase64url(bytes)).toBe(text)
    expect(decodeBase64url(text.replaceAll('=', ''), 'optional')).toEqual(bytes)
  })

  it.each([
    ['stray bits at the end', 'Zh=='],
    ['padding that is missing', 'Zg'],
    ['padding that is too short', 'Zg='],
    ['padding that is too long', 'Zg==='],
    ['padding where none is due', 'Zm9v='],
    ['four signs of padding', 'Zm9v===='],
    ['one character left over', 'Zm9vZ==='],
    ['padding in the middle', 'Zg==Zg=='],
    ['the other alphabet', '+/+/'],
    ['a space', 'Zm 9'],
    ['a line break at the end', 'Zm9v\n'],
    ['a letter beyond ASCII', 'Zm9ſ'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64url(text, 'required')).toBeUndefined()
  })

  it('refuses half a padding where it may be left out', () => {
    expect(decodeBase64url('Zg=', 'optional')).toBeUndefined()
  })
})
