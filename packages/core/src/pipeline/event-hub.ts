/** Listeners by event name; one that throws does not keep the others from hearing. @internal */
export class EventHub<Events> {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>()

  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const set = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, set)
    set.add(listener)
    return () => void set.delete(listener)
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])] as ((
      event: Events[Name],
    ) => void)[]) {
      try {
        listener(event)
      } catch (error) {
        // The listener's own failure is its owner's: it surfaces as an uncaught exception, the run goes on.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
