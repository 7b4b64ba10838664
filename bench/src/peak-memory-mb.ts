import { readFileSync } from 'node:fs'

/**
 * The most memory that this process has held so far, in MB, as Linux counts it. Not the `maxRSS` of
 * `process.resourceUsage()`: that begins with what the parent held.
 */
export function peakMemoryMb(): number {
  const status = readFileSync('/proc/self/status', 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}
