import { gainToDb } from '@patchcord/core'

/** A level in dB with a real minus sign: `−18.2 dB`, `silent`. */
export function levelText(db: number | null): string {
  if (db === null || db === -Infinity) return 'silent'
  return `${signed(db, 1)} dB`
}

/** A number with a real minus sign. */
export function signed(value: number, decimals = 0): string {
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text
}

/** The loudest of some factors in dB, or `null` for silence. */
export function loudestDb(factors: readonly number[]): number | null {
  const loudest = Math.max(0, ...factors)
  return loudest === 0 ? null : gainToDb(loudest)
}
