import type { Run } from './run.js'

/**
 * The runs inside a port that runs pipelines of its own (`broadcast`, `mix`), which it shows to
 * the report under the property `~runs`.
 *
 * @internal
 */
export function nestedRuns(port: object): readonly Run[] | undefined {
  return (port as { '~runs'?: readonly Run[] })['~runs']
}
