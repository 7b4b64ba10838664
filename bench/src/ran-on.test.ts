import { type BackendReport, gain, pipeline, sink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { expect, test } from 'vitest'
import { ranOn } from './ran-on.js'

const report = await pipeline(
  sine({ frequencyHz: 440, frameCount: 480 }),
  gain(),
  sink(() => {}),
  { backend: 'js' },
).finished
const on = (backend: BackendReport): string => ranOn({ ...report, backend })

test('says what a run was on, and why not on the native backend', () => {
  expect(ranOn(report)).toBe('js: the native backend was not looked for')
  expect(on({ name: 'js', fallbackReason: 'no binary' })).toBe('js: no binary')
  expect(on({ name: 'native' })).toBe('native')
})
