import type { PortOptions } from '@patchcord/core'
import { portOptionNames } from './check-options.js'

/** Those of a factory's options that every port has. */
export function portOptionsOf(options: PortOptions): PortOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => portOptionNames.includes(name)),
  )
}
