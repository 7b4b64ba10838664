import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'oxc-transform'
import { rollup } from 'rollup'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAll, sameSamples, testSignal } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { readWavInfo } from './read-wav-info.js'
import { wavFileSource } from './wav-file-source.js'

const here = dirname(fileURLToPath(import.meta.url))
const format = { sampleRate: 48_000, channelCount: 1 }
const folder = new TemporaryFolder()
afterAll(() => folder.remove())

/** Bundles the sources for a child process, which runs no TypeScript. */
beforeAll(async () => {
  const bundle = await rollup({
    input: { sink: join(here, 'wav-file-sink.ts'), signal: join(here, 'testing/audio-buffers.ts') },
    external: /^node:/,
    plugins: [
      {
        name: 'typescript',
        resolveId: (id, importer) =>
          importer !== undefined && id.startsWith('.')
            ? join(dirname(importer), id.replace(/\.js$/, '.ts'))
            : null,
        transform: (code, id) =>
          transformSync(id, code, { typescript: { onlyRemoveTypeImports: true } }).code,
      },
    ],
  })
  await bundle.write({
    dir: folder.path,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  })
  writeFileSync(folder.file('record.mjs'), recorder)
})

/** A live stream of 10 ms buffers that never ends, and says how far it is. */
const recorder = `
  import { wavFileSink } from './sink.mjs'
  import { testSignal } from './signal.mjs'
  const sink = wavFileSink(process.argv[2])
  let frames = 0
  const next = () => {
    sink.write(testSignal({ sampleRate: 48_000, channelCount: 1 }, frames, 480), () => {
      frames += 480
      process.stdout.write(frames + '\\n')
      setTimeout(next, 10)
    })
  }
  next()
`

it.each([3, 60, 170])(
  'a recording that is killed after %i buffers loses less than a second',
  async (bufferCount) => {
    const path = folder.file(`take${bufferCount}.wav`)
    const child = spawn(process.execPath, [folder.file('record.mjs'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let frames = 0
    for await (const line of createInterface(child.stdout)) {
      frames = Number(line)
      if (frames >= bufferCount * 480) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')

    const info = await readWavInfo(path)
    expect(frames - info.frameCount).toBeLessThan(format.sampleRate)
    if (bufferCount > 100) expect(info).toMatchObject({ warnings: [] })
    const [samples] = await readAll(wavFileSource(path))
    expect(
      sameSamples(
        samples ?? new Float32Array(0),
        testSignal(format, 0, info.frameCount).channel(0),
      ),
    ).toBe(true)
  },
)
