import { describe, expect, it } from 'vitest'
import { defaultChannelLayout } from '../format/channel-layout.js'
import { layoutOfMask, maskOfLayout } from './channel-mask.js'

describe('layoutOfMask', () => {
  it('names the channels from the lowest bit up', () => {
    expect(layoutOfMask(0x60f, 6)).toEqual(['FL', 'FR', 'FC', 'LFE', 'SL', 'SR'])
  })

  it('ignores surplus positions from the top', () => {
    expect(layoutOfMask(0x3f, 2)).toEqual(['FL', 'FR'])
  })

  it('gives none where positions are missing', () => {
    expect(layoutOfMask(0x3, 3)).toBeUndefined()
    expect(layoutOfMask(0, 1)).toBeUndefined()
  })

  it('calls a lone front centre mono', () => {
    expect(layoutOfMask(4, 1)).toEqual(['M'])
    expect(layoutOfMask(1, 1)).toEqual(['FL'])
  })
})

describe('maskOfLayout', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('survives both ways for the usual layout of %i', (count) => {
    const layout = defaultChannelLayout(count) ?? []
    expect(layoutOfMask(maskOfLayout(layout), count)).toEqual(layout)
  })

  it('is 0 where the order cannot be said', () => {
    expect(maskOfLayout(['FR', 'FL'])).toBe(0)
    expect(maskOfLayout(['FL', 'FL'])).toBe(0)
    expect(maskOfLayout(['FL', 'M'])).toBe(0)
  })
})
