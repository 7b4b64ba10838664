import { jsBackend } from '@patchcord/core'
import { kernelBackendContract } from '@patchcord/testkit/contracts'
import { describe, expect, it } from 'vitest'
import { chainedBackend } from '../../core/test-support/chained-backend.js'
import { fileBackend } from '../../core/test-support/file-backend.js'
import { convertingBackend } from './broken/broken-pcm-backends.js'

const calls = { count: 0 }
const suites = {
  jsBackend: kernelBackendContract(jsBackend, { rounds: 3 }),
  'a backend that converts PCM': kernelBackendContract(convertingBackend(), { rounds: 3 }),
  'a backend that runs from file to file': kernelBackendContract(fileBackend(), {
    rounds: 30,
  }).filter(({ rule }) => rule === 'whole-run'),
  'a backend that fuses': kernelBackendContract(chainedBackend(calls), { rounds: 40 }),
}

describe.each(Object.entries(suites))('%s', (_name, cases) => {
  it.each(cases)('$rule: $name', ({ run }) => run())
})

describe('the backend that fuses', () => {
  it('was asked to', () => {
    expect(calls.count).toBeGreaterThan(200)
  })
})
