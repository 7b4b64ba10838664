import type { UpstreamPort } from './lifecycle.js'

/**
 * A port that can be told by whom it is fed, so that formats and losses reach the end of a
 * stream that carries no item.
 *
 * @internal
 */
export interface LinkableStream {
  '~linkUpstream'(upstream: UpstreamPort): void
}

/** Whether a stream is one of our ports, of whatever installed version. @internal */
export function isLinkable(stream: unknown): stream is LinkableStream {
  return typeof stream === 'object' && stream !== null && '~linkUpstream' in stream
}
