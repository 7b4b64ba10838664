/**
 * Where a port is in its life: `idle → open → running ⇄ paused → draining → closed | failed`.
 * A port lives once.
 */
export type PortState = 'idle' | 'open' | 'running' | 'paused' | 'draining' | 'closed' | 'failed'
