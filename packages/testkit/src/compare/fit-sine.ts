/** The sine that fits a signal best, by least squares: `cos`, `sin` and constant part. */
export interface SineFit {
  readonly frequencyHz: number
  /** As a factor of full scale. */
  readonly amplitude: number
  readonly offset: number
  /** The root mean square of what the sine leaves over. */
  readonly residualRms: number
}

/** Solves a small system of linear equations by elimination with pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] as number])
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let pivot = 0; pivot < rows.length; pivot++) {
    let best = pivot
    for (let row = pivot + 1; row < rows.length; row++) {
      if (Math.abs(cell(row, pivot)) > Math.abs(cell(best, pivot))) best = row
    }
    const chosen = rows[best] as number[]
    rows[best] = rows[pivot] as number[]
    rows[pivot] = chosen
    for (let row = 0; row < rows.length; row++) {
      if (row === pivot || cell(pivot, pivot) === 0) continue
      const factor = cell(row, pivot) / cell(pivot, pivot)
      rows[row] = (rows[row] as number[]).map(
        (value, column) => value - factor * cell(pivot, column),
      )
    }
  }
  return rows.map((_, row) => (cell(row, row) === 0 ? 0 : cell(row, rows.length) / cell(row, row)))
}

/** One round of the four-parameter fit: what is best for the frequency, and how far it is off. */
function fitOnce(samples: ArrayLike<number>, turnsPerSample: number): number[] {
  const matrix = Array.from({ length: 4 }, () => [0, 0, 0, 0])
  const right = [0, 0, 0, 0]
  const fit = fitAt(samples, turnsPerSample)
  const middle = (samples.length - 1) / 2
  for (let n = 0; n < samples.length; n++) {
    const angle = 2 * Math.PI * turnsPerSample * n
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const slope = 2 * Math.PI * (n - middle) * (fit.b * cos - fit.a * sin)
    const row = [cos, sin, 1, slope]
    row.forEach((left, i) => {
      right[i] = (right[i] as number) + left * (samples[n] as number)
      row.forEach((value, j) => {
        const line = matrix[i] as number[]
        line[j] = (line[j] as number) + left * value
      })
    })
  }
  return solve(matrix, right)
}

/** The three-parameter fit, at a frequency that is known. */
function fitAt(
  samples: ArrayLike<number>,
  turnsPerSample: number,
): { readonly a: number; readonly b: number; readonly c: number } {
  const matrix = Array.from({ length: 3 }, () => [0, 0, 0])
  const right = [0, 0, 0]
  for (let n = 0; n < samples.length; n++) {
    const angle = 2 * Math.PI * turnsPerSample * n
    const row = [Math.cos(angle), Math.sin(angle), 1]
    row.forEach((left, i) => {
      right[i] = (right[i] as number) + left * (samples[n] as number)
      row.forEach((value, j) => {
        const line = matrix[i] as number[]
        line[j] = (line[j] as number) + left * value
      })
    })
  }
  const [a = 0, b = 0, c = 0] = solve(matrix, right)
  return { a, b, c }
}

/**
 * Fits a sine near a frequency (IEEE 1057, four parameters: the frequency is improved until it
 * stands still).
 */
export function fitSine(
  samples: ArrayLike<number>,
  sampleRate: number,
  nearHz: number,
  refine: boolean,
): SineFit {
  let turns = nearHz / sampleRate
  const rounds = refine ? 8 : 0
  for (let round = 0; round < rounds; round++) {
    const step = fitOnce(samples, turns)[3] ?? 0
    // Never further than the neighbouring bin: a wild step would land on another tone.
    turns += Math.max(-1, Math.min(1, step * samples.length)) / samples.length
    if (Math.abs(step) * samples.length < 1e-9) break
  }
  const { a, b, c } = fitAt(samples, turns)
  let squares = 0
  for (let n = 0; n < samples.length; n++) {
    const angle = 2 * Math.PI * turns * n
    squares += ((samples[n] as number) - a * Math.cos(angle) - b * Math.sin(angle) - c) ** 2
  }
  return {
    frequencyHz: turns * sampleRate,
    amplitude: Math.hypot(a, b),
    offset: c,
    residualRms: Math.sqrt(squares / samples.length),
  }
}
