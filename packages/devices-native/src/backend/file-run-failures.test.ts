import { closeSync, existsSync, truncateSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import { JobFolder, ended, halve, limit, measureAll, streamed } from './file-run.test-support.js'
import { NativeBackend } from './native-backend.js'
import { NativeKernelInstance } from './native-kernel-instance.js'
import { jsBackend } from '@patchcord/core'

let folder: JobFolder
beforeEach(() => {
  folder = new JobFolder()
})
afterEach(() => folder.dispose())

const backend = (): NativeBackend => new NativeBackend(testingBinding())

describe.skipIf(!hasAddons)('a job from file to file that fails (needs Rust)', () => {
  it.skipIf(!existsSync('/dev/full'))('says that the disk is full as Node.js does', async () => {
    const native = backend()
    const run = native.runFile(folder.job(native, [halve], { outputPath: '/dev/full' }))
    await ended(run)
    expect(run.outcome?.part).toBe('output')
    expect(run.outcome?.error).toMatchObject({ code: 'ENOSPC', errno: -28, syscall: 'write' })
    expect(run.outcome?.error?.message).toBe('ENOSPC: no space left on device, write')
    expect(run.stats().bytesWritten).toBe(0)
    expect(run.stats().output.framesIn).toBe(24_000)
  })

  it('says where a file ended that became shorter, after the whole blocks before', async () => {
    const native = backend()
    const job = folder.job(native, [halve], { framesPerBlock: 1000 })
    const expected = streamed(job, jsBackend, [halve])
    truncateSync(job.input.path, 44 + 4 * 5500)
    const run = native.runFile(job)
    await ended(run)
    expect(run.outcome?.part).toBe('input')
    const told = 'the file ended at byte 22044, samples were due up to 96044'
    expect(run.outcome?.error?.message).toBe(told)
    expect(folder.written().equals(expected.subarray(0, 20_000))).toBe(true)
    expect(run.stats().bytesWritten).toBe(20_000)
  })

  it('says what could not be read', async () => {
    const native = backend()
    const job = folder.job(native, [halve])
    // A folder cannot be read as a file.
    const run = native.runFile({ ...job, input: { ...job.input, fd: folder.descriptor() } })
    await ended(run)
    expect(run.outcome).toMatchObject({ part: 'input', error: { code: 'EISDIR', syscall: 'read' } })
  })

  it('makes a panic the error of its kernel, and what came before it is in the file', async () => {
    const native = backend()
    const binding = testingBinding()
    const job = folder.job(native, [halve, limit], { framesPerBlock: 1000 })
    const expected = streamed(job, jsBackend, [halve, limit])
    const panicking = new NativeKernelInstance(
      binding.createPanickingKernel(48_000, 2, 3),
      halve as never,
      { sampleRate: 48_000, channelCount: 2 },
    )
    const run = native.runFile({ ...job, kernels: [...job.kernels, panicking] })
    await ended(run)
    expect(run.outcome).toMatchObject({ part: 2, error: { code: 'native-panic' } })
    expect(run.outcome?.error?.message).toMatch(
      /^the native code panicked: as it was told to \(.*testing\.rs:\d+\)$/,
    )
    expect(folder.written().equals(expected.subarray(0, 4 * 1930))).toBe(true)
    // The process lives on.
    const next = native.runFile(folder.job(native, [halve]))
    await ended(next)
    expect(next.outcome).toEqual({})
  })

  it('takes kernels over: they cannot be called any more', async () => {
    const native = backend()
    const job = folder.job(native, [halve, measureAll])
    const chain = native.fuse(job.kernels)
    const run = native.runFile(job)
    const gone = 'this kernel runs from file to file: it cannot be called any more'
    const samples = new Float32Array(2)
    for (const kernel of job.kernels) {
      expect(() => kernel.process(samples, 1, samples)).toThrow(gone)
      expect(() => kernel.startAt(0)).toThrow(gone)
      expect(() => kernel.flush(new Float32Array(0))).toThrow(gone)
      expect(() => native.fuse([kernel])).toThrow(gone)
    }
    expect(() => chain.process(samples, 1, samples)).toThrow(gone)
    expect(() => native.runFile(job)).toThrow(gone)
    await ended(run)
    expect(run.outcome).toEqual({})
  })

  it('refuses what makes no sense, and leaves the kernels alone', () => {
    const native = backend()
    const job = folder.job(native, [halve, measureAll])
    const { input, output, kernels } = job
    const [first] = kernels
    const refused: [Partial<typeof job>, RegExp][] = [
      [{ kernels: [] }, /argument 2 must be an array of kernels/],
      [{ kernels: [...kernels, ...kernels] }, /once only/],
      [{ kernels: [jsBackend.create(halve, kernels[0]!.output)] }, /only kernels of the native/],
      [{ input: { ...input, channelCount: 1 } }, /must take what comes before it/],
      [{ output: { ...output, channelCount: 3 } }, /gives 2 channels, 3 are to be written/],
      [{ input: { ...input, framesPerBlock: 0 } }, /framesPerBlock must be at least 1/],
      [{ input: { ...input, frameCount: -1 } }, /not a job.*invalid value/],
      [{ input: { ...input, sampleFormat: 's20le' as never } }, /unknown variant `s20le`/],
      [{ output: { ...output, sampleFormat: 's32le', dither: 'tpdf' } }, /cannot be dithered/],
      [{ input: { ...input, fd: -1 } }, /file of the input cannot be used/],
      [{ output: { ...output, fd: 1_000_000 } }, /file of the output cannot be used: Bad file/],
    ]
    for (const [part, message] of refused)
      expect(() => native.runFile({ ...job, ...part })).toThrow(message)
    const samples = Float32Array.of(1, 1)
    first?.process(samples, 1, samples)
    expect([...samples]).toEqual([0.5, 0.5])
    const binding = testingBinding()
    expect(() => binding.runFile('{}', [], undefined as never)).toThrow(/missing field `input`/)
    const natives = kernels.map((kernel) => (kernel as NativeKernelInstance).native)
    const spec = JSON.stringify({ input, output })
    expect(() => binding.runFile(spec, natives, 1 as never)).toThrow(
      /argument 3 must be a function/,
    )
  })

  it('keeps descriptors of its own', async () => {
    const native = backend()
    const job = folder.job(native, [measureAll])
    const run = native.runFile(job)
    folder.close()
    await ended(run)
    expect(run.outcome).toEqual({})
    expect(() => closeSync(job.input.fd)).toThrow('EBADF')
  })
})
