import { describe, expect, it } from 'vitest'
import { isPatchcordError, systemClock } from '../index.js'

describe('systemClock', () => {
  it('is on the scale of the Unix epoch', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
  })

  it('sleeps until the time has come or the signal fires', async () => {
    const { signal } = new AbortController()
    await systemClock.sleep(-1, signal)
    await systemClock.sleep(1)
    const controller = new AbortController()
    const pending = systemClock.sleep(1e12, controller.signal)
    controller.abort('enough')
    const late = systemClock.sleep(1, controller.signal)
    for (const sleep of [pending, late]) {
      const error = await sleep.catch((thrown: unknown) => thrown)
      expect(isPatchcordError(error, 'aborted') && error.cause).toBe('enough')
    }
  })

  it('makes scheduled calls, but for those taken back', async () => {
    const calls: string[] = []
    systemClock.schedule(0, () => calls.push('cancelled'))()
    await new Promise<void>((resolve) => void systemClock.schedule(1, resolve))
    expect(calls).toEqual([])
  })
})
