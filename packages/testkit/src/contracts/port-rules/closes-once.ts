import type { AnyPort } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { type Hookup, type Rig, hooksOf } from '../rig.js'

const ended: readonly string[] = ['closed', 'failed']

/** The port is closed, for good, and left nothing behind. */
export async function checkClosed(
  rig: Rig,
  { port, spy }: Hookup<AnyPort>,
  when: string,
): Promise<void> {
  await rig.bench.wait(Promise.all([port.close(), port.close()]), `close() ${when}`)
  await rig.bench.wait(port.close(), `close() ${when}, called again`)
  mustHold(ended.includes(port.state), `the state is '${port.state}' after close() ${when}`)
  const opened = spy.count(hooksOf[rig.role].open) > 0
  mustEqual(spy.count('teardown'), opened ? 1 : 0, `calls of teardown() ${when}`)
  await rig.bench.idle(60_000)
  mustEqual(rig.bench.clock.pendingTimers, 0, `timers that are left ${when}`)
  mustEqual(spy.count('teardown'), opened ? 1 : 0, `calls of teardown() a minute later ${when}`)
}

/** `close()` works at every moment, any number of times; `teardown()` runs exactly once. */
export const closesOnce: readonly Rule<Rig>[] = [
  {
    rule: 'closes-once',
    name: 'closes once at the end of the stream',
    check: async (rig) => checkClosed(rig, await rig.run(), 'after the end'),
  },
  {
    rule: 'closes-once',
    name: 'can be closed before it was used',
    check: async (rig) => checkClosed(rig, await rig.hookUp(), 'before the first use'),
  },
  {
    rule: 'closes-once',
    name: 'can be closed in the middle',
    check: async (rig) => {
      const hookup = await rig.hookUp({ stopAfter: 1 })
      const end = rig.bench.failureOf(hookup.start(), 'a stream that is closed in its middle')
      const { open } = hooksOf[rig.role]
      for (let turn = 0; turn < 50 && hookup.spy.count(open) === 0; turn++) {
        await new Promise((resolve) => setImmediate(resolve))
      }
      void hookup.port.close()
      hookup.probe.release()
      await end
      await checkClosed(rig, hookup, 'in the middle')
    },
  },
  {
    rule: 'closes-once',
    name: 'closes once after an error',
    check: async (rig) => {
      const hookup = await rig.hookUp()
      hookup.port.on('error', () => undefined)
      hookup.spy.failAt(hooksOf[rig.role].item, 1, new Error('thrown to see what closes'))
      await rig.bench.failureOf(hookup.start(), 'a stream that failed')
      await checkClosed(rig, hookup, 'after an error')
    },
  },
  {
    rule: 'async-dispose',
    name: 'is closed by `await using`',
    check: async (rig) => {
      const hookup = await rig.hookUp()
      const disposable = hookup.port as Partial<AsyncDisposable>
      const dispose = disposable[Symbol.asyncDispose]
      mustHold(typeof dispose === 'function', 'there is no [Symbol.asyncDispose]()')
      await rig.bench.wait(Promise.resolve(dispose.call(hookup.port)), '[Symbol.asyncDispose]()')
      mustEqual(hookup.port.state, 'closed', 'the state after [Symbol.asyncDispose]()')
    },
  },
]
