import type { UpstreamPort } from './lifecycle.js'

/**
 * The method by which a port tells the next one, where it is one of ours, whom it is fed by:
 * so that formats and losses reach the end of a stream that carries no item.
 *
 * @internal
 */
export const linkUpstream: unique symbol = Symbol.for('patchcord.link-upstream')

/** A stream that can be linked. @internal */
export interface LinkableStream {
  [linkUpstream](upstream: UpstreamPort): void
}

/** Whether a stream is one of our ports, of whatever installed version. @internal */
export function isLinkable(stream: unknown): stream is LinkableStream {
  return typeof stream === 'object' && stream !== null && linkUpstream in stream
}
