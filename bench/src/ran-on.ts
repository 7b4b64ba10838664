import type { RunReport } from '@patchcord/core'
import type { NativeKernels } from './native-kernels.js'

/** Which backend a run was on, for people: `'native'`, or `'js: why'`. */
export function ranOn({ backend: { name } }: RunReport, { reason }: NativeKernels): string {
  return name === 'native' ? name : `js: ${reason ?? 'the kernels were not given the native one'}`
}
