import { jsBackend } from '@patchcord/core'
import { expect, test } from 'vitest'
import { nativeKernels } from './native-kernels.js'

test('gives kernels the backend, or says why there is none', async () => {
  const found = await nativeKernels(() => Promise.resolve({ loadBackend: () => jsBackend }))
  expect(found).toEqual({ options: { backend: jsBackend } })
  const missing = await nativeKernels(() => Promise.reject(new Error('no binary')))
  expect(missing).toEqual({ options: {}, reason: 'no binary' })
})
