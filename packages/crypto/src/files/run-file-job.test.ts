import { afterAll, expect, it } from 'vitest'
import { generateKey } from '../keys/secret-key.js'
import { checkFileJob } from './file-job-options.js'
import { type FileBlock, runFileJob } from './run-file-job.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())

/** Blocks without an end, and whether their maker was told that no more are wanted. */
function endless() {
  const state = { closed: false }
  async function* make(): AsyncGenerator<FileBlock, void> {
    try {
      for (;;) yield { pieces: [Buffer.alloc(10)], contentBytes: 10 }
    } finally {
      state.closed = true
    }
  }
  return { state, source: { blocks: make(), bytesTotal: 100, mode: 0o600 } }
}

it('lets the maker of the blocks clean up when it fails, and leaves no file', async () => {
  const { state, source } = endless()
  const stop = new Error('stop')
  const job = checkFileJob('encryptFile', 'in', folder.file('out'), {
    key: generateKey(),
    onProgress: ({ bytesDone }) => {
      if (bytesDone === 50) throw stop
    },
  })
  await expect(runFileJob(job, source)).rejects.toBe(stop)
  expect(state.closed).toBe(true)
  expect(folder.names()).toEqual([])
})

it('reports what the maker throws, once what it made before is written', async () => {
  async function* failing(): AsyncGenerator<FileBlock, void> {
    yield { pieces: [Buffer.alloc(10)], contentBytes: 10 }
    throw new Error('cannot read on')
  }
  const job = checkFileJob('encryptFile', 'in', folder.file('out'), { key: generateKey() })
  const source = { blocks: failing(), bytesTotal: 100, mode: 0o600 }
  await expect(runFileJob(job, source)).rejects.toThrow('cannot read on')
  expect(folder.names()).toEqual([])
})
