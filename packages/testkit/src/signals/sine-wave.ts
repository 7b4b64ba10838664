/**
 * The sine of a phase that is counted in turns. Whole turns are taken off first, so that it is as
 * exact after a day as at the start.
 */
export function sineOfTurns(turns: number): number {
  return Math.sin(2 * Math.PI * (turns - Math.floor(turns)))
}
