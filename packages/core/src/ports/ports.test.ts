import { finished } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { AudioBuffer, bufferSource, processor, reblock, sink, source, take, tap } from '../index.js'

const buffer = (value: number, frames = 480): AudioBuffer =>
  new AudioBuffer({
    sampleRate: 48_000,
    channelCount: 2,
    samples: new Float32Array(frames * 2).fill(value),
  })

describe('ports in plain pipe', () => {
  it('runs a chain to its end', async () => {
    const seen: number[] = []
    const end = sink((item) => void seen.push(item.samples[0] ?? 0))
    bufferSource([buffer(0.5), buffer(0.25)])
      .pipe(
        processor((item) => {
          item.samples.forEach((value, index) => (item.samples[index] = value * 2))
          return item
        }),
      )
      .pipe(reblock({ frameCount: 160 }))
      .pipe(tap(() => {}))
      .pipe(end)
    await finished(end)
    expect(seen).toEqual([1, 1, 1, 0.5, 0.5, 0.5])
    expect(end.stats().framesIn).toBe(960)
  })

  it('iterates', async () => {
    let frames = 0
    for await (const item of bufferSource([buffer(1), buffer(2)]).pipe(take({ frameCount: 500 })))
      frames += item.frameCount
    expect(frames).toBe(500)
  })

  it('goes through web streams', async () => {
    const reader = Readable.toWeb(source([buffer(1)])).getReader()
    const first = await reader.read()
    expect(first.value).toBeInstanceOf(AudioBuffer)
    expect((await reader.read()).done).toBe(true)
  })
})
