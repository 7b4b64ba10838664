import type { EventHub } from './event-hub.js'
import type { RunEvents, RunHealth } from './run-events.js'

/** How a run is doing; the end is final. @internal */
export class RunStatus {
  health: RunHealth = 'starting'

  constructor(private readonly hub: EventHub<RunEvents>) {}

  get isOver(): boolean {
    return this.health === 'ended' || this.health === 'failed'
  }

  moveTo(health: RunHealth): void {
    const from = this.health
    if (from === health || this.isOver) return
    this.health = health
    this.hub.emit('health', { from, to: health })
  }
}
