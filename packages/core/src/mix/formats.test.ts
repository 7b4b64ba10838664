import { describe, expect, it } from 'vitest'
import { AudioBuffer, bufferSource, merge, mix, pipeline, sink } from '../index.js'

const steady = (value: number, sampleRate: number, channelCount = 1): AudioBuffer =>
  new AudioBuffer({
    sampleRate,
    channelCount,
    samples: new Float32Array((sampleRate / 10) * channelCount).fill(value),
  })

async function read(source: ReturnType<typeof mix>) {
  const middle: number[][] = []
  let format: unknown
  const end = sink((buffer) => {
    const channels = Array.from({ length: buffer.channelCount }, (_, index) => index)
    middle.push(channels.map((index) => buffer.channel(index)[buffer.frameCount >> 1] as number))
    format = { sampleRate: buffer.sampleRate, channelCount: buffer.channelCount }
  })
  const { frames } = await pipeline(source, end).finished
  return { format, frames, middle: middle[middle.length >> 1] as number[] }
}

describe('inputs of different formats', () => {
  it('are mixed in the format that was asked for', async () => {
    const inputs = [bufferSource([steady(0.5, 16_000)]), bufferSource([steady(0.25, 48_000, 2)])]
    const format = { sampleRate: 24_000, channelCount: 2 }
    const result = await read(mix(inputs, { format, framesPerBuffer: 480 }))
    expect(result).toMatchObject({ format, frames: 2400 })
    for (const value of result.middle) expect(value).toBeCloseTo(0.75, 3)
  })

  it('are merged at the rate of the first, each with its own channels', async () => {
    const inputs = [bufferSource([steady(0.5, 16_000)]), bufferSource([steady(0.25, 48_000, 2)])]
    const result = await read(merge(inputs, { framesPerBuffer: 320 }))
    expect(result).toMatchObject({ format: { sampleRate: 16_000, channelCount: 3 }, frames: 1600 })
    for (const [index, value] of [0.5, 0.25, 0.25].entries())
      expect(result.middle[index]).toBeCloseTo(value, 3)
  })

  it('are mixed and merged to the end of the longest, or the shortest', async () => {
    const inputs = () => [
      bufferSource([steady(0.5, 8000), steady(0.5, 8000)]),
      bufferSource([steady(0.25, 8000)]),
    ]
    for (const combine of [mix, merge]) {
      expect((await read(combine(inputs(), { until: 'longest' }))).frames).toBe(1600)
      expect((await read(combine(inputs(), { until: 'shortest' }))).frames).toBe(800)
    }
  })

  it('may not change in mid-stream: the mix fails and names both', async () => {
    for (const join of [mix, merge]) {
      const changing = bufferSource([steady(0.5, 8000), steady(0.5, 8000, 2)])
      const run = pipeline(
        join([bufferSource([steady(0.5, 8000), steady(0.5, 8000)]), changing]),
        sink(() => {}),
      )
      await expect(run.finished).rejects.toMatchObject({
        code: 'format-unsupported',
        details: { offered: { channelCount: 2 }, supported: { channelCount: 1 } },
      })
    }
  })
})
