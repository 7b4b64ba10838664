/** Whether a value is an object literal, as options are, and no port or list. @internal */
export function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}
