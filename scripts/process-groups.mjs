import { constants } from 'node:os'

// On Windows there are no process groups; there a program ends alone.
const hasGroups = process.platform !== 'win32'

/** @type {Set<import('node:child_process').ChildProcess>} */
const leaders = new Set()

/** What a program must be started with to lead a group of its own. */
export const ownGroup = { detached: hasGroups }

/**
 * Ends a program and all that it has started, now: workers in an endless loop hear no softer word.
 *
 * @param {import('node:child_process').ChildProcess} leader started with {@link ownGroup}
 */
export function killGroup(leader) {
  if (leader.pid === undefined) return
  try {
    process.kill(hasGroups ? -leader.pid : leader.pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Sees to it that a group does not outlive this process when that is interrupted.
 *
 * @param {import('node:child_process').ChildProcess} leader started with {@link ownGroup}
 */
export function endWithThisProcess(leader) {
  leaders.add(leader)
  listen()
  leader.once('close', () => {
    leaders.delete(leader)
    listen()
  })
}

function listen() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.off(signal, interrupted)
    if (leaders.size > 0) process.on(signal, interrupted)
  }
}

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  for (const leader of leaders) killGroup(leader)
  process.exit(128 + constants.signals[signal])
}
