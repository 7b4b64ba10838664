import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, expect, it } from 'vitest'
import { importKey } from '../keys/import-key.js'
import { openEncrypted } from './open-encrypted.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const built = new URL('../../dist/index.js', import.meta.url).href
const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const hex = '07'.repeat(32)

/** Records the numbers from 0 on, of four bytes each, without an end, and says how many there are. */
const program = `
import { createEncrypted, importKey } from '${built}'
const writer = createEncrypted(process.argv[1], { key: importKey('${hex}') })
let count = 0
const next = () => {
  const piece = Buffer.alloc(4 * 250)
  for (let at = 0; at < piece.length; at += 4) piece.writeUInt32LE(count++, at)
  writer.write(piece, () => {
    process.stdout.write(count + '\\n')
    setImmediate(next)
  })
}
next()
`

it.each([5000, 70_000])(
  'a recording that is killed after %i numbers loses one chunk',
  async (due) => {
    const path = folder.file(`take ${due}`)
    const args = ['--input-type=module', '--eval', program, path]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let count = 0
    for await (const line of createInterface(child.stdout)) {
      count = Number(line)
      if (count >= due) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')

    const key = importKey(hex)
    await expect(openEncrypted(path, { key })).rejects.toMatchObject({
      code: 'authentication-failed',
    })
    await using file = await openEncrypted(path, { key, allowTruncated: true })
    expect(file.truncated).toBe(true)
    expect(4 * count - file.byteLength).toBeLessThan(16_384)
    const content = Buffer.alloc(file.byteLength)
    await file.read(content, 0)
    for (let at = 0; at < content.length; at += 4)
      if (content.readUInt32LE(at) !== at / 4) expect(at).toBe('the number there')
  },
)
