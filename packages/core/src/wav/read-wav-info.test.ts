import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { readWavInfo } from './read-wav-info.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { plainWav } from './testing/wav-bytes.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())

describe('readWavInfo', () => {
  it('says what a file is', async () => {
    const path = folder.file('info.wav')
    writeFileSync(path, plainWav(...Array.from({ length: 800 }, () => 1)))
    expect(await readWavInfo(path)).toMatchObject({ path, sampleFormat: 's16', durationMs: 100 })
  })

  it('names a file that is damaged, and an argument that is no path', async () => {
    const path = folder.file('text.wav')
    writeFileSync(path, 'Dear Sir or Madam')
    await expect(readWavInfo(path)).rejects.toMatchObject({
      code: 'file-invalid',
      details: { path },
    })
    await expect(readWavInfo('')).rejects.toMatchObject({ code: 'invalid-option' })
  })
})
