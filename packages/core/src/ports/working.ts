/** Work that may be over already, or not. @internal */
export type Working = void | Promise<void>

/** Goes on at once after synchronous work, and after the promise of asynchronous work. @internal */
export function after(working: Working, next: () => Working): Working {
  return working instanceof Promise ? working.then(next) : next()
}
