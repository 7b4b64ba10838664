import { inspect, isDeepStrictEqual } from 'node:util'
import { breach, mustEqual } from '../breach.js'
import type { KernelTrace } from './kernel-script.js'

/** Two kernels must have done the same, their samples within a tolerance. */
export function checkTraces(
  what: string,
  traces: readonly KernelTrace[],
  due: readonly KernelTrace[],
  tolerance: number,
): void {
  traces.forEach((trace, step) => {
    const expected = due[step] as KernelTrace
    const where = `${what}, step ${step}, ${trace.call}()`
    if (trace.spoiltInput) breach(`${where} has written to its input`)
    checkSamples(where, trace.samples, expected.samples, tolerance)
    if (isDeepStrictEqual(trace.told, expected.told)) return
    breach(
      `${where} tells ${inspect(trace.told, { depth: 6 })} instead of ${inspect(expected.told, { depth: 6 })}`,
      trace.told,
      expected.told,
    )
  })
}

/** Two arrays of samples must be the same, bit for bit where nothing is tolerated. */
export function checkSamples(
  where: string,
  samples: Float32Array,
  due: Float32Array,
  tolerance: number,
): void {
  mustEqual(samples.length, due.length, `${where}: samples`)
  const at = samples.findIndex((value, index) => differ(value, due[index] as number, tolerance))
  if (at < 0) return
  breach(
    `${where}: sample ${at} of ${samples.length} is ${samples[at]} instead of ${due[at]}${tolerance > 0 ? ` (within ${tolerance})` : ''}`,
    samples[at],
    due[at],
  )
}

function differ(value: number, due: number, tolerance: number): boolean {
  if (Object.is(value, due)) return false
  if (tolerance === 0) return true
  const finite = [value, due].filter(Number.isFinite).length
  return finite === 1 || (finite === 2 && Math.abs(value - due) > tolerance)
}
