import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as source from '../index.js'

type Core = typeof source

const format = { sampleRate: 48_000, channelCount: 1 }

/** The built package as it stands in two installations. */
describe('two installed copies', () => {
  let folder: string
  let one: Core
  let two: Core

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchcord-copies-'))
    const built = fileURLToPath(new URL('../../dist', import.meta.url))
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    const load = async (name: string): Promise<Core> => {
      await cp(built, join(folder, name), { recursive: true })
      return (await import(pathToFileURL(join(folder, name, 'index.js')).href)) as Core
    }
    one = await load('one')
    two = await load('two')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('know the errors and items of each other', () => {
    expect(one.AudioBuffer).not.toBe(two.AudioBuffer)
    const error = new one.PatchcordError('aborted', 'x')
    expect([
      two.isPatchcordError(error, 'aborted'),
      two.isPatchcordError(error, 'timeout'),
    ]).toEqual([true, false])
    const init = { bytes: new Uint8Array(1), codec: 'test', format, frameCount: 1, sequence: 0 }
    const items = [
      new one.AudioBuffer({ ...format, samples: new Float32Array(1) }),
      new one.Packet(init),
    ]
    expect(items.map((item) => two.kindOf(item))).toEqual(['audio', 'packet'])
  })

  it('run the ports of each other', async () => {
    const seen: number[] = []
    const half = one.processor((buffer) => {
      buffer.samples[0]! *= 0.5
      return buffer
    })
    const item = new one.AudioBuffer({ ...format, samples: Float32Array.of(1) })
    const end = two.sink((buffer) => void seen.push(buffer.samples[0]!))
    const report = await two.pipeline(
      one.bufferSource([item, item]),
      half,
      two.gain({ gainDb: 0 }),
      end,
    ).finished
    expect([seen, report.frames]).toEqual([[0.5, 0.5], 2])
    const bad = one.sink(() => {
      throw new one.PatchcordError('data-invalid', 'no')
    })
    const run = two.pipeline(two.bufferSource([item]), bad)
    const error: unknown = await run.finished.catch((thrown: unknown) => thrown)
    expect(two.isPatchcordError(error, 'data-invalid')).toBe(true)
  })
})
