import type { Rule } from '../contract-case.js'
import type { Rig } from '../rig.js'
import { drains } from './drains.js'
import { neighbourFails } from './neighbour-fails.js'
import { pauses } from './pauses.js'
import { reportsStats } from './reports-stats.js'
import { sameAsPiped } from './same-as-piped.js'

/** What holds for sources, processors and sinks in a `pipeline()`. */
export const pipelineRules: readonly Rule<Rig>[] = [
  sameAsPiped,
  drains,
  pauses,
  neighbourFails,
  reportsStats,
]
