import { describe, expect, it } from 'vitest'
import { type ChannelLayout, defaultChannelLayout } from '../format/channel-layout.js'
import { discreteMatrix, mixMatrix } from './mix-matrix.js'

const h = Math.SQRT1_2
const layout = (count: number): ChannelLayout => defaultChannelLayout(count) as ChannelLayout
const between = (from: number, to: number): number[][] => mixMatrix(layout(from), layout(to))

describe('mixMatrix', () => {
  it('mixes up as the Web Audio API does', () => {
    expect(between(1, 2)).toEqual([[1], [1]])
    expect(between(1, 4)).toEqual([[1], [1], [0], [0]])
    expect(between(1, 6)).toEqual([[0], [0], [1], [0], [0], [0]])
    expect(between(2, 4)).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ])
    expect(between(2, 6)).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect(between(4, 6)).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ])
  })

  it('mixes down as the Web Audio API does', () => {
    expect(between(2, 1)).toEqual([[0.5, 0.5]])
    expect(between(4, 1)).toEqual([[0.25, 0.25, 0.25, 0.25]])
    expect(between(6, 1)).toEqual([[h, h, 1, 0, 0.5, 0.5]])
    expect(between(4, 2)).toEqual([
      [0.5, 0, 0.5, 0],
      [0, 0.5, 0, 0.5],
    ])
    expect(between(6, 2)).toEqual([
      [1, 0, h, 0, h, 0],
      [0, 1, h, 0, 0, h],
    ])
    expect(between(6, 4)).toEqual([
      [1, 0, h, 0, 0, 0],
      [0, 1, h, 0, 0, 0],
      [0, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, 0, 1],
    ])
  })

  it('goes on with the same weights to 3.0, 6.1 and 7.1', () => {
    expect(between(3, 2)).toEqual([
      [1, 0, h],
      [0, 1, h],
    ])
    expect(between(1, 3)).toEqual([[0], [0], [1]])
    expect(between(6, 8)[6]).toEqual([0, 0, 0, 0, 0, 0])
    const down = between(8, 6)
    expect(down[4]).toEqual([0, 0, 0, 0, 1, 0, h, 0])
    expect(down[5]).toEqual([0, 0, 0, 0, 0, 1, 0, h])
    expect(between(8, 2)[0]).toEqual([1, 0, h, 0, h, 0, h, 0])
    // 6.1 has sides and one back channel: the sides become the backs, the back joins both.
    expect(between(7, 6)[4]).toEqual([0, 0, 0, 0, h, 1, 0])
  })

  it('changes nothing between equal layouts, and only the order between permuted ones', () => {
    for (let count = 1; count <= 8; count++)
      expect(between(count, count)).toEqual(discreteMatrix(count, count))
    expect(mixMatrix(['FL', 'FR'], ['FR', 'FL'])).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  it('goes by number where a channel is not known', () => {
    expect(mixMatrix(['FL', 'TFL'], ['M'])).toEqual([[1, 0]])
    expect(discreteMatrix(1, 3)).toEqual([[1], [0], [0]])
  })
})
