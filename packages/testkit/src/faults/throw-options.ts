import {
  type PortOptions,
  checkChoice,
  checkKnownOptions,
  invalidOption,
  portOptionNames,
} from '@patchcord/core'
import { type Accepts, acceptedKinds } from '../sinks/accepted-kind.js'
import { type FaultPoint, faultPointNames, readFaultPoint } from './fault-point.js'

/** What every port that throws can be told. */
export interface ThrowOptions<Hook extends string> extends FaultPoint {
  /**
   * The hook that throws; `atItem` and `atFrame` matter only for the one that is called with each
   * item.
   *
   * @defaultValue the hook that is called with each item
   */
  readonly hook?: Hook
  /**
   * What is thrown.
   *
   * @defaultValue an `Error` with the message `'a fault, as ordered'`
   */
  readonly error?: Error
}

/** What a stage that throws can be told. */
export interface ThrowingStageOptions<Hook extends string, Kind extends Accepts = Accepts>
  extends PortOptions, ThrowOptions<Hook> {
  /**
   * What it takes.
   *
   * @defaultValue `'any'`
   */
  readonly accepts?: Kind
}

/** The options of {@link ThrowOptions}, by name. */
export const throwOptionNames: readonly string[] = [...faultPointNames, 'hook', 'error']

/** A fault, checked and complete. */
export interface ThrowSettings<Hook extends string> {
  readonly hook: Hook
  readonly error: Error
  readonly point: FaultPoint
}

/** Checks what is to be thrown and where; the first hook is the usual one. */
export function readThrowOptions<Hook extends string>(
  options: ThrowOptions<Hook>,
  hooks: readonly [Hook, ...Hook[]],
): ThrowSettings<Hook> {
  const error = options.error ?? new Error('a fault, as ordered')
  if (!(error instanceof Error)) throw invalidOption('error', 'an Error', error)
  const hook = checkChoice('hook', options.hook ?? hooks[0], hooks)
  return { hook, error, point: readFaultPoint(options) }
}

/** The kind a faulty stage takes, after its options were found to be known. */
export function readStageKind(
  where: string,
  options: { readonly accepts?: Accepts },
  own: readonly string[],
): Accepts {
  checkKnownOptions(where, options, [...portOptionNames, ...own, 'accepts'])
  return checkChoice('accepts', options.accepts ?? 'any', acceptedKinds)
}
