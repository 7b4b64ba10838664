import { createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@patchcord/core'
import { sinkContract, sourceContract } from '@patchcord/testkit/contracts'
import type { PortEntry } from './core-ports.js'
import { readBack } from './read-back.js'

/** A file as bytes that can be read at any position, opened when they are first asked for. */
function readerOf(path: string, byteLength: number): core.ByteReader {
  return {
    path,
    byteLength,
    async read(target, position) {
      await using file = await open(path)
      return (await file.read(target, 0, target.length, position)).bytesRead
    },
    close: () => Promise.resolve(),
  }
}

/** The ports of core that read and write WAV. `folder` holds `input.wav` of 4800 frames. */
export async function wavPorts(folder: string): Promise<readonly PortEntry[]> {
  let file = 0
  const path = (): string => join(folder, `${file++}.wav`)
  const input = join(folder, 'input.wav')
  const { size } = await stat(input)
  const paths = new WeakMap<object, string>()
  return [
    {
      factory: 'wavFileSource',
      cases: sourceContract((o) => core.wavFileSource(input, { ...o, framesPerBuffer: 480 }), {
        frameCount: 4800,
      }),
    },
    {
      factory: 'wavSource',
      cases: sourceContract(
        (o) => core.wavSource(readerOf(input, size), { ...o, framesPerBuffer: 480 }),
        { frameCount: 4800 },
      ),
    },
    {
      factory: 'wavFileSink',
      cases: sinkContract((o) => core.wavFileSink(path(), { ...o, sampleFormat: 'f32' }), {
        written: (port) => readBack((port as core.WavFileSink).path),
      }),
    },
    {
      factory: 'wavSink',
      cases: sinkContract(
        (o) => {
          const target = path()
          const sink = core.wavSink(createWriteStream(target), { ...o, sampleFormat: 'f32' })
          paths.set(sink, target)
          return sink
        },
        { written: (port) => readBack(paths.get(port) as string) },
      ),
    },
  ]
}
