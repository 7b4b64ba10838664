import type { RunReport } from '@patchcord/core'

/** Which backend a run was on, for people: `'native'`, or `'js: why'`. */
export function ranOn({ backend: { name, fallbackReason } }: RunReport): string {
  if (name === 'native') return name
  return `js: ${fallbackReason ?? 'the native backend was not looked for'}`
}
