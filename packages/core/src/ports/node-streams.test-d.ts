import { Readable, Writable } from 'node:stream'
import { pipeline as streamPipeline } from 'node:stream/promises'
import { describe, expectTypeOf, it } from 'vitest'
import { type AudioBuffer, bufferSource, gain, sink, take } from '../index.js'

describe('the types of Node', () => {
  it('take our ports in stream.pipeline, pipe, compose and toWeb', () => {
    const use = async (): Promise<void> => {
      await streamPipeline(
        bufferSource([]),
        take({ frameCount: 1 }),
        gain({ gainDb: 0 }),
        sink(() => {}),
      )
      bufferSource([])
        .pipe(gain({ gainDb: 0 }))
        .pipe(sink(() => {}))
      Readable.toWeb(bufferSource([]))
      Writable.toWeb(sink(() => {}))
      for await (const buffer of bufferSource([])) expectTypeOf(buffer).toEqualTypeOf<AudioBuffer>()
    }
    expectTypeOf(use).toBeFunction()
  })
})
