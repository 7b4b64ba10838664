import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { readWavInfo } from './read-wav-info.js'
import { readAll, sameSamples, testSignal, writeAll } from './testing/audio-buffers.js'
import { TemporaryFolder } from './testing/temporary-folder.js'
import { wavFileSink } from './wav-file-sink.js'
import { wavFileSource } from './wav-file-source.js'

const folder = new TemporaryFolder()
const disk = folder.file('disk')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) execFileSync('umount', ['--lazy', disk])
  folder.remove()
})
const stereo = { sampleRate: 48_000, channelCount: 2 }

describe.skipIf(!mounted)('a full disk (needs to mount a tmpfs)', () => {
  it('gives an error that names the file, which holds what fitted', async () => {
    const path = `${disk}/take.wav`
    const sink = wavFileSink(path)
    const buffers = Array.from({ length: 40 }, (_, index) =>
      testSignal(stereo, index * 16_384, 16_384),
    )
    const error: unknown = await writeAll(sink, buffers).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /take\.wav could not be written: the disk is full.*The file is valid/,
      ),
      details: { path, errno: 'ENOSPC', framesWritten: sink.framesWritten },
    })
    await expect.poll(() => sink.closed).toBe(true)
    const info = await readWavInfo(path)
    expect(info).toMatchObject({ frameCount: sink.framesWritten, warnings: [] })
    // One megabyte, but for the header and an incomplete frame.
    expect(info.dataByteLength).toBeGreaterThan(2 ** 20 - 4096)
    const [left] = await readAll(wavFileSource(path))
    expect(sameSamples(left, testSignal(stereo, 0, info.frameCount).channel(0))).toBe(true)
  })

  it('leaves nothing behind where not even a header fits', async () => {
    const path = `${disk}/second.wav`
    writeFileSync(`${disk}/filler`, '')
    spawnSync('dd', ['if=/dev/zero', `of=${disk}/filler`, 'bs=4096'])
    await expect(writeAll(wavFileSink(path), [testSignal(stereo, 0, 10)])).rejects.toMatchObject({
      code: 'disk-full',
      details: { path },
    })
    expect(existsSync(path)).toBe(false)
  })
})
