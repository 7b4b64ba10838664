import { type AnyPort, isPatchcordError } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { breach, mustEqual, mustHold } from '../breach.js'
import { type Rig, hooksOf } from '../rig.js'

/** Whether an error is, or was caused by, another. */
export function isCausedBy(error: unknown, cause: Error): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at === cause) return true
  return false
}

/** The error of a port is the one that was thrown in it, and names the port. */
function checkError(port: AnyPort, raised: readonly unknown[], thrown: Error, hook: string): void {
  if (raised.length === 0) breach(`an error in ${hook} is swallowed: there is no 'error' event`)
  mustEqual(raised.length, 1, `'error' events of one error in ${hook}`)
  const [error] = raised
  mustHold(
    isPatchcordError(error),
    `the error of ${hook} is no PatchcordError: ${String(error)}`,
    error,
  )
  mustHold(isCausedBy(error, thrown), `the error of ${hook} lost its cause`, error, thrown)
  mustEqual(error.details['stage'], port.name, `the stage that the error of ${hook} names`)
  mustEqual(port.state, 'failed', `the state after an error in ${hook}`)
}

async function checkHook(rig: Rig, hook: string, at: number): Promise<void> {
  const { port, spy, start } = await rig.hookUp()
  const thrown = new Error(`thrown in ${hook}`)
  const raised: unknown[] = []
  port.on('error', (error) => raised.push(error))
  spy.failAt(hook, at, thrown)
  const failure = await rig.bench.failureOf(start(), `the ${rig.role} after an error in ${hook}`)
  await rig.bench.idle()
  checkError(port, raised, thrown, hook)
  mustHold(failure !== undefined, `the stream ends as if nothing had failed in ${hook}`)
}

/** What a hook throws becomes the one `error` event of the port. */
export const errorsSurface: readonly Rule<Rig>[] = (['open', 'item', 'end'] as const).map(
  (moment) => ({
    rule: 'errors-surface',
    name: `raises what is thrown in the hook '${moment}', with the name of the stage`,
    check: async (rig) => {
      const hook = hooksOf[rig.role][moment]
      if (hook === undefined) return
      await checkHook(rig, hook, moment === 'item' ? 1 : 0)
    },
  }),
)
