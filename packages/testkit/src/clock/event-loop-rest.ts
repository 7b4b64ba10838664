/** Immediates that beget immediates are waited for this often, then taken for an endless loop. */
const maxTurns = 64

/** One turn of the event loop: microtasks, `nextTick` and immediates run. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Node's list of what keeps the event loop busy, by type. */
function activeResources(): readonly string[] {
  return process.getActiveResourcesInfo()
}

function isFileWork(resource: string): boolean {
  return resource.startsWith('FSReq') || resource === 'CloseReq'
}

/**
 * Resolves when no microtask, no immediate and no file operation is under way any more.
 *
 * Immediates that set immediates without end do not hold it up.
 */
export async function eventLoopRest(): Promise<void> {
  for (let turns = 0; ; turns++) {
    await eventLoopTurn()
    const resources = activeResources()
    if (resources.length === 0) return
    const files = resources.some(isFileWork)
    if (!files && (turns >= maxTurns || !resources.includes('Immediate'))) return
  }
}
