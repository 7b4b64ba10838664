/** What Ctrl-C does: the first time `stop`, from then on `abort`. Returns the off-switch. */
export function stopOnSignal(stop: () => void, abort: () => void): () => void {
  let stopping = false
  const onSignal = (): void => {
    if (stopping) return abort()
    stopping = true
    stop()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
