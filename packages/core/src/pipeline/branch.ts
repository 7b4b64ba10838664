import {
  checkChoice,
  checkKnownOptions,
  checkNumber,
  invalidOption,
} from '../errors/option-checks.js'
import { type OverflowPolicy, overflowPolicies } from '../queues/overflow-policy.js'
import type { AnyProcessor, AnySink, InputOf } from './pipeline-signature.js'

/** A sink, or a list of processors that ends in one. */
export type BranchStages = AnySink | readonly [...AnyProcessor[], AnySink]

/** What a failing branch does to the others. */
export type BranchFailure = 'fail-all' | 'drop-branch'

/** A branch of `broadcast()` with its own rules. */
export interface BranchOptions {
  readonly stages: BranchStages
  /**
   * Items that wait for this branch before its overflow policy applies.
   *
   * @defaultValue 4
   */
  readonly capacityItems?: number
  /**
   * What happens when this branch is slower than the others. `block` holds all of them back.
   *
   * @defaultValue `'block'`
   */
  readonly overflow?: OverflowPolicy
  /**
   * Whether a failure here ends the whole run, or the branch is left out from then on and
   * `branch-failed` is raised. When the last branch is gone the run fails in any case.
   *
   * @defaultValue `'fail-all'`
   */
  readonly onFailure?: BranchFailure
}

/** A branch of `broadcast()`: a sink, a list of stages that ends in one, or either with rules. */
export type Branch = BranchStages | BranchOptions

/** A branch with all its rules filled in. @internal */
export interface BranchPlan {
  readonly ports: readonly (AnyProcessor | AnySink)[]
  readonly capacityItems: number
  readonly overflow: OverflowPolicy
  readonly onFailure: BranchFailure
}

/** Checks a branch and fills in its rules. @internal */
export function planBranch(branch: Branch, index: number): BranchPlan {
  if (typeof branch !== 'object' || branch === null)
    throw invalidOption(`branch ${index + 1}`, 'a sink, a list of stages or options', branch)
  const options: BranchOptions = isOptions(branch) ? branch : { stages: branch }
  checkKnownOptions(`branch ${index + 1}`, options, [
    'stages',
    'capacityItems',
    'overflow',
    'onFailure',
  ])
  const { stages } = options
  const ports = Array.isArray(stages)
    ? (stages as readonly (AnyProcessor | AnySink)[])
    : [stages as AnySink]
  if (ports.length === 0)
    throw invalidOption(`branch ${index + 1}`, 'a list that ends in a sink', stages)
  return {
    ports,
    capacityItems: checkNumber('capacityItems', options.capacityItems ?? 4, {
      min: 1,
      integer: true,
      unit: 'items',
    }),
    overflow: checkChoice('overflow', options.overflow ?? 'block', overflowPolicies),
    onFailure: checkChoice('onFailure', options.onFailure ?? 'fail-all', [
      'fail-all',
      'drop-branch',
    ]),
  }
}

function isOptions(branch: Branch): branch is BranchOptions {
  return 'stages' in branch && !('~engine' in branch)
}

/** The items that a branch takes: those of its first stage. */
export type BranchInput<T> = T extends { readonly stages: infer Stages }
  ? FirstInput<Stages>
  : FirstInput<T>

type FirstInput<Stages> = Stages extends readonly [infer First, ...unknown[]]
  ? InputOf<First>
  : InputOf<Stages>
