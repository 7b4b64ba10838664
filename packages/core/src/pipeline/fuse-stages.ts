import { maxChainLength } from '../kernels/kernel.js'
import { KernelProcessor } from '../kernels/kernel-processor.js'
import { FusedGroup } from './fused-group.js'
import { FusedStage } from './fused-stage.js'
import type { Stage } from './stage.js'

/** Finds the neighbours among the stages of a run that one call can execute. @internal */
export function fuseStages(stages: readonly Stage[]): readonly FusedGroup[] {
  const groups: FusedGroup[] = []
  let group: KernelProcessor[] = []
  const close = (): void => {
    if (group.length > 1) groups.push(new FusedGroup(group.map((port) => new FusedStage(port))))
    group = []
  }
  for (const { port } of stages) {
    const kernel = port instanceof KernelProcessor && canFuse(port) ? port : undefined
    const fits = kernel !== undefined && kernel.backend === (group[0] ?? kernel).backend
    if (!fits || group.length === maxChainLength || leavesPool(group.at(-1))) close()
    if (kernel !== undefined) group.push(kernel)
  }
  close()
  return groups
}

function canFuse(port: KernelProcessor): boolean {
  return port.backend.fuse !== undefined && !port['~engine'].reblocks
}

/** Somebody has taken a look at what comes out of it, which is taken out of its pool then. */
function leavesPool(port: KernelProcessor | undefined): boolean {
  return port !== undefined && port['~engine'].guard.detaching
}
