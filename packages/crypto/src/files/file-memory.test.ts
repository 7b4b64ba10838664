import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const built = new URL('../../dist/index.js', import.meta.url).href
const folder = new TemporaryFolder()
afterAll(() => folder.remove())

/** Runs in a process of its own, whose memory nobody else uses. */
const program = `
import { createReadStream, truncateSync, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createEncrypted, decryptFile, decryptStream, encryptFile, generateKey } from '${built}'
const [input, sealed, copy] = process.argv.slice(1)
const key = generateKey()
const held = () => {
  // The first may leave memory of buffers to another thread, for which the second waits.
  gc()
  gc()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}
writeFileSync(input, '')
truncateSync(input, 256 * 2 ** 20)
const peaks = {}
const watch = (name) => {
  let calls = 0
  peaks[name] = { early: 0, late: 0 }
  return () => {
    if (++calls % 16 !== 0) return
    const which = calls <= 64 ? 'early' : 'late'
    peaks[name][which] = Math.max(peaks[name][which], held())
  }
}
await encryptFile(input, sealed, { key, onProgress: watch('encryptFile') })
await decryptFile(sealed, copy, { key, onProgress: watch('decryptFile') })
const each = watch('streams')
let bytes = 0
await pipeline(
  createReadStream(sealed),
  decryptStream({ key }),
  async function* (source) {
    for await (const piece of source) {
      bytes += piece.length
      if (bytes % 2 ** 20 === 0) each()
      yield piece
    }
  },
  createEncrypted(copy, { key }),
)
console.log(JSON.stringify({ bytes, peaks }))
`

it('files of 256 MB take no more memory at their end than at their beginning', async () => {
  const paths = ['input', 'sealed', 'copy'].map((name) => folder.file(name))
  const args = ['--expose-gc', '--input-type=module', '--eval', program, ...paths]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { bytes, peaks } = JSON.parse(stdout) as {
    bytes: number
    peaks: Record<string, { early: number; late: number }>
  }
  expect(bytes).toBe(256 * 2 ** 20)
  expect(Object.keys(peaks)).toHaveLength(3)
  for (const [name, { early, late }] of Object.entries(peaks)) {
    // A few blocks of 1 MiB are under way, at each moment as many.
    expect([name, late - early < 3 * 2 ** 20]).toEqual([name, true])
    expect([name, late < 40 * 2 ** 20]).toEqual([name, true])
  }
}, 180_000)
