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

  it('lets go of the single spots when they are too many, and still counts all', () => {
    const spots = new Spots(10)
    for (let index = 0; index < 10_000; index++)
      spots.add({ position: index * 100, frameCount: 20 })
    expect(spots).toMatchObject({ count: 10_000, frameCount: 200_000, longest: 20 })
    expect(spots.all()).toBeUndefined()
  })

  it('knows which share of the timeline they take', () => {
    const spots = new Spots(1)
    // The second half of a million frames has twice as many.
    for (let position = 0; position < 500_000; position += 100)
      spots.add({ position, frameCount: 10 })
    for (let position = 500_000; position < 1_000_000; position += 50) {
      spots.add({ position, frameCount: 10 })
    }
    const { framesPerColumn, shares } = spots.density()
    expect(framesPerColumn).toBe(1024)
    expect(shares).toHaveLength(977)
    expect(shares[100]).toBeCloseTo(0.1, 1)
    expect(shares[900]).toBeCloseTo(0.2, 1)
    const frames = shares.reduce((sum, share) => sum + share * framesPerColumn, 0)
    expect(frames).toBeCloseTo(spots.frameCount, 6)
  })

  it('is empty at first', () => {
    expect(new Spots()).toMatchObject({ count: 0, frameCount: 0, longest: 0 })
    expect(new Spots().all()).toEqual([])
    expect(new Spots().density().shares).toEqual([])
  })
})
