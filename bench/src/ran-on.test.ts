import { gain, jsBackend, pipeline, sink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { expect, test } from 'vitest'
import { ranOn } from './ran-on.js'

test('says what a run was on, and why not on the native backend', async () => {
  const report = await pipeline(
    sine({ frequencyHz: 440, frameCount: 480 }),
    gain({ backend: jsBackend }),
    sink(() => {}),
  ).finished
  expect(ranOn(report, { options: {}, reason: 'no binary' })).toBe('js: no binary')
  expect(ranOn(report, { options: {} })).toBe('js: the kernels were not given the native one')
  const native = { ...report, backend: { name: 'native' } as const }
  expect(ranOn(native, { options: {} })).toBe('native')
})
