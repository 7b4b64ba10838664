import { describe, expect, it } from 'vitest'
import { Spots } from './spots.js'

describe('Spots', () => {
  it('counts spots that follow each other directly as one', () => {
    const spots = new Spots()
    spots.add({ position: 10, frameCount: 5 })
    spots.add({ position: 15, frameCount: 5 })
    spots.add({ position: 30, frameCount: 5 })
    expect(spots).toMatchObject({ count: 2, frameCount: 15, longest: 10 })
    expect(spots.all()).toEqual([
      { position: 10, frameCount: 10 },
      { position: 30, frameCount: 5 },
    ])
  })

  it('draws neighbours together when they are too many, and still counts all', () => {
    const spots = new Spots(10)
    for (let index = 0; index < 1000; index++) spots.add({ position: index * 100, frameCount: 20 })
    expect(spots).toMatchObject({ count: 1000, frameCount: 20_000, longest: 20 })
    expect(spots.all().length).toBeLessThanOrEqual(10)
    expect(spots.all()[0]?.position).toBe(0)
    const last = spots.all().at(-1)
    expect((last?.position ?? 0) + (last?.frameCount ?? 0)).toBe(99_920)
  })
})
