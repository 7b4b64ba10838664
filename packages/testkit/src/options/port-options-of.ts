import { type PortOptions, portOptionNames } from '@patchcord/core'

/** Those of a factory's options that every port has. */
export function portOptionsOf(options: PortOptions): PortOptions {
  const names: readonly string[] = portOptionNames
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)))
}
