/** A length of time as people write it: `12.27 s`, `3:25`, `1:02:03`. */
export function timeText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`
  return clockText(Math.round(ms / 1000))
}

/** Minutes and seconds, and hours where there are any: `0:07`, `3:25`, `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const rest = String(whole % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
