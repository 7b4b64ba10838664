/**
 * The name of a recording that began at a time: `recording_2026-01-31T12-34-56Z.wav`, in UTC, so
 * that names sort by time and no change of the clocks makes two alike. From the second attempt on
 * it has a suffix: `recording_2026-01-31T12-34-56Z_2.wav`.
 *
 * @internal
 */
export function recordingName(startedAtMs: number, attempt: number): string {
  const timestamp = new Date(startedAtMs).toISOString().slice(0, 19).replaceAll(':', '-')
  return `recording_${timestamp}Z${attempt > 1 ? `_${attempt}` : ''}.wav`
}
