import type { AnyPort } from '@patchcord/core'

/** Watches the hooks of a port, and can make them fail or take their time. */
export class HookSpy {
  /** The hooks that were called, in order. */
  readonly log: string[] = []
  private readonly faults = new Map<string, { at: number; error: Error }>()
  private readonly before = new Map<string, () => void>()

  constructor(port: AnyPort, hooks: readonly string[]) {
    const target = port as unknown as Record<string, unknown>
    for (const hook of hooks) {
      const original = target[hook]
      if (typeof original !== 'function') continue
      target[hook] = (...args: unknown[]): unknown => {
        const index = this.count(hook)
        this.log.push(hook)
        this.before.get(hook)?.()
        const fault = this.faults.get(hook)
        if (fault?.at === index) throw fault.error
        return Reflect.apply(original, port, args)
      }
    }
  }

  /** How often a hook was called. */
  count(hook: string): number {
    return this.log.filter((name) => name === hook).length
  }

  /** Makes a hook throw, the next time or at its nth call. */
  failAt(hook: string, at: number, error: Error): void {
    this.faults.set(hook, { at, error })
  }

  /** Does something before each call of a hook. */
  beforeEach(hook: string, action: () => void): void {
    this.before.set(hook, action)
  }
}
