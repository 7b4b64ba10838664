import { describe, expect, it } from 'vitest'
import { checkChoice, checkKnownOptions, checkNumber, invalidOption } from './option-checks.js'
import { isPatchcordError } from './patchcord-error.js'

function messageOf(attempt: () => unknown): string {
  try {
    attempt()
  } catch (error) {
    if (!isPatchcordError(error, 'invalid-option')) throw error
    return error.message
  }
  return 'no error'
}

describe('checkNumber', () => {
  it.each([
    [0, { min: 0, max: 1 }],
    [1, { min: 0, max: 1 }],
    [Number.MIN_VALUE, { min: 0, aboveMin: true }],
    [-7, { integer: true, max: 0 }],
    [-1e300, {}],
  ])('lets %s pass for %j', (value, range) => {
    expect(checkNumber('x', value, range)).toBe(value)
  })

  it.each([
    [1.5, { min: 0, max: 1 }, 'a number from 0 to 1'],
    [0, { min: 0, max: 1, aboveMin: true, unit: 's' }, 'a number above 0 and up to 1 s'],
    [0, { min: 0, aboveMin: true, unit: 'Hz' }, 'a number above 0 Hz'],
    [0.5, { min: 1, integer: true }, 'a whole number of at least 1'],
    [1, { max: 0, unit: 'dB' }, 'a number of at most 0 dB'],
    [Number.NaN, {}, 'a finite number'],
    [Infinity, { unit: 'ms' }, 'a finite number in ms'],
  ])('refuses %s for %j', (value, range, expected) => {
    expect(messageOf(() => checkNumber('x', value, range))).toBe(
      `x must be ${expected}, got ${value}`,
    )
  })

  it.each(['1', null, undefined, 1n, {}])('refuses what is no number: %s', (value) => {
    expect(messageOf(() => checkNumber('x', value))).toContain('x must be a finite number')
  })
})

describe('checkChoice', () => {
  it('takes one of the choices and nothing else', () => {
    expect(checkChoice('side', 'left', ['left', 'right'])).toBe('left')
    expect(messageOf(() => checkChoice('side', 'Left', ['left', 'right']))).toBe(
      `side must be one of 'left', 'right', got "Left"`,
    )
  })
})

describe('checkKnownOptions', () => {
  it('names the option that nobody reads', () => {
    expect(messageOf(() => checkKnownOptions('flip', { dept: 1 }, ['depth', 'side']))).toBe(
      `flip has no option 'dept'; it takes 'depth', 'side'`,
    )
  })

  it('takes no options at all, and nothing but an object', () => {
    checkKnownOptions('flip', undefined, [])
    for (const value of [null, [], 'depth', 3]) {
      expect(messageOf(() => checkKnownOptions('flip', value, []))).toContain('must be an object')
    }
  })
})

describe('invalidOption', () => {
  it('shows what came, in short', () => {
    const shown = [
      ['x'.repeat(100), `"${'x'.repeat(57)}..."`],
      [[1, 2], 'an array of 2'],
      [Object.create(null), 'an object (no prototype)'],
      [new Map(), 'an object (Map)'],
      [() => 1, 'a function'],
      [undefined, 'undefined'],
    ] as const
    for (const [value, text] of shown) {
      expect(invalidOption('x', 'good', value).message).toBe(`x must be good, got ${text}`)
    }
  })

  it('keeps plain values as details, and describes the rest', () => {
    expect(invalidOption('x', 'good', 3).details).toEqual({ x: 3 })
    expect(invalidOption('x', 'good', { deep: {} }).details).toEqual({ x: 'an object (Object)' })
  })
})
