import type { Rule } from '../contract-case.js'
import type { Rig } from '../rig.js'
import { aborts } from './aborts.js'
import { closesOnce } from './closes-once.js'
import { errorsSurface } from './errors-surface.js'
import { eventLoopLives } from './event-loop.js'
import { opensNothingEarly } from './opens-nothing-early.js'

/** What holds for sources, processors and sinks alike. */
export const portRules: readonly Rule<Rig>[] = [
  opensNothingEarly,
  ...errorsSurface,
  ...closesOnce,
  ...aborts,
  eventLoopLives,
]
