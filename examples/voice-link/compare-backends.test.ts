import { join } from 'node:path'
import { isPatchcordError, pipeline, wavFileSink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { compareBackends, printComparison } from './compare-backends.js'
import { parseArguments } from './parse-arguments.js'
import type { VoiceLinkSettings } from './settings.js'

it('sends with both backends, and the receiver hears the same', async () => {
  const folder = await temporaryFolder()
  const recording = join(folder, 'tone.wav')
  const tone = sine({ frequencyHz: 440, durationMs: 1000, sampleRate: 16_000 })
  await pipeline(tone, wavFileSink(recording)).finished
  const settings = parseArguments([recording, '--out', join(folder, 'out')]) as VoiceLinkSettings
  const comparison = await compareBackends(settings).catch((error: unknown) => {
    // Without Rust there is nothing to compare; the check `native` sees to it that CI has it.
    if (isPatchcordError(error, 'backend-missing')) return undefined
    throw error
  })
  if (comparison === undefined) return
  expect(comparison.largestDifference).toBe(0)
  expect(comparison.kernels.map(({ stage }) => stage)).toEqual([
    'inputMeter',
    'highPass',
    'gain',
    'limiter',
    'levelMeter',
  ])
  expect(printComparison(comparison)).toContain('The receiver heard the same, sample by sample.')
})

it('names the backends there are', () => {
  expect(() => parseArguments(['--backend', 'cuda'])).toThrow(
    "--backend must be auto, js or native, got 'cuda'",
  )
})
