import { clockText } from '../time-text.js'

const nextStep = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200]

/** A mark on the time axis. */
export interface TimeTick {
  readonly seconds: number
  readonly label: string
}

/** Round marks on a time axis of that length, `most` of them at most beside the first. */
export function timeTicks(durationSeconds: number, most = 12): TimeTick[] {
  if (!(durationSeconds > 0)) return [{ seconds: 0, label: '0 s' }]
  const step = stepFor(durationSeconds / most)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const count = Math.floor(durationSeconds / step + 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => {
    const seconds = index * step
    const label = durationSeconds < 60 ? `${seconds.toFixed(decimals)} s` : clockText(seconds)
    return { seconds, label }
  })
}

function stepFor(least: number): number {
  const whole = nextStep.find((step) => step >= least)
  if (least <= 0.5) {
    const power = 10 ** Math.floor(Math.log10(least))
    return power * ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) as number)
  }
  if (whole !== undefined) return whole
  const day = 86_400
  return Math.ceil(least / day) * day
}
