import { describe, expect, it } from 'vitest'
import { ChannelMixKernel } from './channel-mix-kernel.js'
import { bits, runKernel } from './run-kernel.test-support.js'

const stereo = { sampleRate: 8000, channelCount: 2 }

describe('ChannelMixKernel', () => {
  it('adds weighted channels from the first to the last', () => {
    const input = Float32Array.of(1, 2, 10, 20, 100, 200)
    const matrix = [
      [1, 1, 1],
      [0.5, 0, 0.25],
      [0, -1, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]
    const out = runKernel(
      { kernel: 'channelMix', matrix },
      { sampleRate: 8000, channelCount: 3 },
      input,
    )
    expect([...out]).toEqual([111, 222, 25.5, 51, -10, -20, 0, 0, 100, 200])
  })

  it('keeps to the order of summation', () => {
    // 1e20 - 1e20 + 1 is 1 in this order and 0 in the other.
    const input = Float32Array.of(1e20, -1e20, 1)
    const format = { sampleRate: 8000, channelCount: 3 }
    expect(runKernel({ kernel: 'channelMix', matrix: [[1, 1, 1]] }, format, input)[0]).toBe(1)
    const other = Float32Array.of(1, 1e20, -1e20)
    expect(runKernel({ kernel: 'channelMix', matrix: [[1, 1, 1]] }, format, other)[0]).toBe(0)
  })

  it('copies bit for bit, and nothing leaks from a channel that is not used', () => {
    const input = Float32Array.of(-0, 1e-45, Number.NaN, Infinity)
    const out = runKernel(
      {
        kernel: 'channelMix',
        matrix: [
          [1, 0],
          [0, 1],
          [0, 0],
        ],
      },
      stereo,
      input,
    )
    expect(bits(out)).toEqual(bits(Float32Array.of(-0, 1e-45, Number.NaN, Infinity, 0, 0)))
  })

  it('works in place only where no channel moves', () => {
    const inPlace = (matrix: number[][]): boolean =>
      new ChannelMixKernel({ kernel: 'channelMix', matrix }, stereo).inPlace
    expect(
      inPlace([
        [1, 0],
        [0, 0.5],
      ]),
    ).toBe(true)
    expect(
      inPlace([
        [0, 1],
        [1, 0],
      ]),
    ).toBe(false)
    expect(inPlace([[1, 0]])).toBe(false)
    expect(
      inPlace([
        [1, 0],
        [1, 0],
      ]),
    ).toBe(false)
  })

  it('says what comes out', () => {
    const spec = { kernel: 'channelMix', matrix: [[1, 1]], channelLayout: ['M'] } as const
    expect(new ChannelMixKernel(spec, stereo).output).toEqual({
      sampleRate: 8000,
      channelCount: 1,
      channelLayout: ['M'],
    })
  })
})
