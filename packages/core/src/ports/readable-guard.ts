import type { Readable } from 'node:stream'
import { PatchcordError } from '../errors/patchcord-error.js'
import { type Lifecycle, type UpstreamPort, alreadyUsed } from './lifecycle.js'
import { isLinkable } from './port-link.js'

/** The readable side of a port. @internal */
export interface ReadablePort extends Readable, UpstreamPort {
  readonly name: string
}

/**
 * Watches who reads a port: one consumer only, and whether items leave the SDK by it (to an
 * iterator, a `data` listener, a Web Stream), where somebody may hold on to them.
 *
 * @internal
 */
export class ReadableGuard {
  /** Items leave: they are taken out of their pool. */
  detaching = false
  private linking = false
  /** A run reads the port by a direct link. */
  private taken = false

  constructor(
    private readonly port: ReadablePort,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Before a `pipe`: refuses a second consumer, and links the ports. */
  beforePipe(destination: unknown): void {
    this.refuseSecond('data')
    if (this.port.readableEnded || this.port.destroyed)
      throw alreadyUsed(this.port.name, this.lifecycle.state)
    if (!isLinkable(destination)) return
    destination['~linkUpstream'](this.port)
    this.linking = true
  }

  /** For a direct link: like a pipe that cannot be undone. */
  take(destination: unknown): void {
    this.beforePipe(destination)
    this.afterPipe()
    this.taken = true
  }

  /** After a `pipe`, whether it worked or not. */
  afterPipe(): void {
    this.linking = false
  }

  /** Adds listeners of the SDK's own, which release what they take. */
  keepPooled(addListeners: () => void): void {
    this.linking = true
    try {
      addListeners()
    } finally {
      this.linking = false
    }
  }

  /** Before a listener is added. */
  beforeListener(event: string | symbol): void {
    if (event !== 'data' && event !== 'readable') return
    this.refuseSecond(event)
    if (!this.linking) this.detaching = true
  }

  /** What comes out leaves the SDK, from the first item on. */
  leave(): void {
    this.detaching = true
  }

  /** Before an iterator is made. */
  beforeIterator(): void {
    this.refuseSecond('data')
  }

  private refuseSecond(event: 'data' | 'readable'): void {
    const { port } = this
    if (
      this.taken ||
      port.listenerCount('data') > 0 ||
      (event === 'data' && port.listenerCount('readable') > 0)
    ) {
      throw useBroadcast(port.name)
    }
  }
}

function useBroadcast(name: string): PatchcordError {
  return new PatchcordError(
    'use-broadcast',
    `${name} already has a consumer, and two would share the same memory; send it to broadcast(...) to serve several`,
    { details: { stage: name } },
  )
}
