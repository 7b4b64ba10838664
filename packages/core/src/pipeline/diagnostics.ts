import { type Channel, channel } from 'node:diagnostics_channel'

/** What happens to a run, as published on `node:diagnostics_channel`. */
export type DiagnosticsName =
  'patchcord:run:start' | 'patchcord:run:end' | 'patchcord:run:drop' | 'patchcord:run:failure'

/**
 * Publishes to `patchcord:run:start`, `:end`, `:drop` or `:failure`, if somebody listens. Messages
 * hold plain data and the error, never samples.
 *
 * @internal
 */
export function publish(
  name: DiagnosticsName,
  message: () => Readonly<Record<string, unknown>>,
): void {
  const target: Channel = channel(name)
  if (target.hasSubscribers) target.publish(message())
}
