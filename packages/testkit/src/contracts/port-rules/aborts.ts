import { isPatchcordError } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { type Rig, hooksOf } from '../rig.js'

/** The signal of the options closes the port, at every moment. */
export const aborts: readonly Rule<Rig>[] = [
  {
    rule: 'aborts',
    name: 'closes when its signal fires before it was used',
    check: async (rig) => {
      const abort = new AbortController()
      const port = await rig.make({ signal: abort.signal })
      abort.abort()
      await rig.bench.idle()
      mustHold(port.destroyed, 'the port is still open after its signal fired')
      mustEqual(port.state, 'closed', 'the state after the signal fired')
    },
  },
  {
    rule: 'aborts',
    name: 'does nothing when its signal fired before it was made',
    check: async (rig) => {
      const { spy, start } = await rig.hookUp({ port: { signal: AbortSignal.abort() } })
      await rig.bench.failureOf(start(), 'a stream whose signal has fired')
      mustEqual(spy.count(hooksOf[rig.role].item), 0, 'items handled after the signal fired')
    },
  },
  {
    rule: 'aborts',
    name: 'fails with `aborted` when its signal fires in the middle',
    check: async (rig) => {
      const abort = new AbortController()
      const { port, spy, start } = await rig.hookUp({ port: { signal: abort.signal } })
      const raised: unknown[] = []
      port.on('error', (error) => raised.push(error))
      const { item } = hooksOf[rig.role]
      let afterAbort = 0
      spy.beforeEach(item, () => {
        if (abort.signal.aborted) afterAbort++
        if (spy.count(item) === 2) abort.abort(new Error('enough'))
      })
      const failure = await rig.bench.failureOf(start(), 'a stream that is aborted')
      await rig.bench.idle()
      mustHold(failure !== undefined, 'the stream goes on after its signal fired')
      mustEqual(raised.length, 1, `'error' events of an abort`)
      mustHold(isPatchcordError(raised[0], 'aborted'), 'the error is not `aborted`', raised[0])
      mustEqual(port.state, 'closed', 'the state after an abort')
      mustEqual(afterAbort, 0, 'items handled after the signal fired')
      mustEqual(spy.count('teardown'), 1, 'calls of teardown() after an abort')
    },
  },
]
