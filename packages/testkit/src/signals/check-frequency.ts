import { PatchcordError, checkNumber } from '@patchcord/core'

/** Returns the frequency, or throws `invalid-option` if it is not above 0 and below half the rate. */
export function checkFrequency(name: string, frequencyHz: unknown, sampleRate: number): number {
  const hz = checkNumber(name, frequencyHz, { min: 0, aboveMin: true, unit: 'Hz' })
  if (hz < sampleRate / 2) return hz
  throw new PatchcordError(
    'invalid-option',
    `${name} must be below half the sample rate (${sampleRate / 2} Hz), got ${hz}`,
    { details: { [name]: hz, sampleRate } },
  )
}
