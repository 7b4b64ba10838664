import { describe, expect, it } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  PushSource,
  bufferSource,
  gain,
  isPatchcordError,
  merge,
  mix,
  pipeline,
  sink,
} from '../index.js'

const constant = (
  value: number,
  frames: number,
  options: { sampleRate?: number; channelCount?: number } = {},
): AudioBuffer => {
  const { sampleRate = 48_000, channelCount = 1 } = options
  return new AudioBuffer({
    sampleRate,
    channelCount,
    samples: new Float32Array(frames * channelCount).fill(value),
  })
}
const collect = async (source: ReturnType<typeof mix>): Promise<number[]> => {
  const all: number[] = []
  await pipeline(
    source,
    sink((buffer) => void all.push(...buffer.channel(0))),
  ).finished
  return all
}

class Live extends PushSource {
  protected open(): AudioFormat {
    return { sampleRate: 48_000, channelCount: 1 }
  }
  give(value: number, frames = 10): void {
    this.deliverItem(constant(value, frames))
  }
  stop(): void {
    this.endItems()
  }
}

describe('mix', () => {
  it('sums by position, to the end of the longest', async () => {
    const all = await collect(
      mix(
        [
          bufferSource([constant(0.5, 100)]),
          bufferSource([constant(0.25, 33), constant(0.125, 30)]),
        ],
        { framesPerBuffer: 7 },
      ),
    )
    expect(all).toEqual([...Array(33).fill(0.75), ...Array(30).fill(0.625), ...Array(37).fill(0.5)])
  })

  it('ends with the shortest where told so', async () => {
    const all = await collect(
      mix([bufferSource([constant(0.5, 100)]), bufferSource([constant(0.25, 33)])], {
        until: 'shortest',
        framesPerBuffer: 10,
      }),
    )
    expect(all).toEqual(Array(33).fill(0.75))
  })

  it('takes processors in an input, and converts formats', async () => {
    const stereo = bufferSource([constant(0.5, 480, { channelCount: 2 })])
    const report = await pipeline(
      mix([bufferSource([constant(0.5, 480)]), [stereo, gain({ gainDb: 0 })]]),
      sink((buffer) => {
        expect(buffer.channelCount).toBe(1)
        expect(buffer.samples[0]).toBeCloseTo(1)
      }),
    ).finished
    expect(report.stages[0]?.runs?.map((run) => run.frames)).toEqual([480, 480])
  })

  it('fails when an input fails', async () => {
    function* broken(): Generator<AudioBuffer> {
      yield constant(1, 10)
      throw new Error('gone')
    }
    const { source } = await import('../index.js')
    const error = await pipeline(
      mix([bufferSource([constant(1, 1000)]), source(broken())], { framesPerBuffer: 10 }),
      sink(() => {}),
    ).finished.catch((thrown: unknown) => thrown)
    expect(isPatchcordError(error, 'stage-failed')).toBe(true)
  })

  it('goes by the clock of its master, with silence for what is missing', async () => {
    const [a, b] = [new Live(), new Live()]
    const blocks: number[][] = []
    const run = pipeline(
      mix([a, b], { by: 'clock' }),
      sink((buffer) => void blocks.push([...buffer.samples.subarray(0, 10)])),
    )
    await new Promise<void>((resolve) => run.on('started', () => resolve()))
    b.give(0.25, 15)
    await new Promise((resolve) => setTimeout(resolve, 5))
    a.give(0.5)
    a.give(0.5)
    a.stop()
    b.stop()
    const report = await run.finished
    expect(blocks.map((block) => block.map((value) => value))).toEqual([
      Array(10).fill(0.75),
      [...Array(5).fill(0.75), ...Array(5).fill(0.5)],
    ])
    expect(report.underruns).toBeLessThanOrEqual(1)
  })

  it('waits for a stalled input, or goes on without it, or fails', async () => {
    const stalled = new Live()
    const all: number[] = []
    await pipeline(
      mix([bufferSource([constant(0.5, 20)]), stalled], {
        framesPerBuffer: 10,
        onStall: 'silence',
        stallTimeoutMs: 5,
        until: 'shortest',
      }),
      sink((buffer) => void all.push(...buffer.samples)),
    ).finished
    expect(all).toEqual(Array(20).fill(0.5))
    const error = await pipeline(
      mix([bufferSource([constant(0.5, 20)]), new Live()], { onStall: 'error', stallTimeoutMs: 5 }),
      sink(() => {}),
    ).finished.catch((thrown: unknown) => thrown)
    expect(isPatchcordError(error, 'timeout')).toBe(true)
  })
})

describe('merge', () => {
  it('puts channels side by side', async () => {
    const seen: number[][] = []
    await pipeline(
      merge([
        bufferSource([constant(0.5, 20)]),
        bufferSource([constant(0.25, 20, { channelCount: 2 })]),
      ]),
      sink(
        (buffer) =>
          void seen.push([
            buffer.channelCount,
            ...[0, 1, 2].map((channel) => buffer.channel(channel)[0]!),
          ]),
      ),
    ).finished
    expect(seen).toEqual([[3, 0.5, 0.25, 0.25]])
  })
})
