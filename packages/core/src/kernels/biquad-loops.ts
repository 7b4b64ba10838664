/** The numbers of a section: `b0, b1, b2, a1, a2`. */
export const coefficientCount = 5
const smallest = 1e-30
const largest = 3.4028234663852886e38

/** One section over 64-bit floats, in place. */
export function filter(
  chunk: Float64Array,
  count: number,
  coefficients: Float64Array,
  from: number,
  state: Float64Array,
  at: number,
): void {
  const b0 = coefficients[from] as number
  const b1 = coefficients[from + 1] as number
  const b2 = coefficients[from + 2] as number
  const a1 = coefficients[from + 3] as number
  const a2 = coefficients[from + 4] as number
  let x1 = state[at] as number
  let x2 = state[at + 1] as number
  let y1 = state[at + 2] as number
  let y2 = state[at + 3] as number
  for (let index = 0; index < count; index++) {
    const x = chunk[index] as number
    let y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1
    const size = Math.abs(y)
    if (!(size >= smallest && size <= largest)) y = 0
    x2 = x1
    x1 = x
    y2 = y1
    y1 = y
    chunk[index] = y
  }
  state[at] = x1
  state[at + 1] = x2
  state[at + 2] = y1
  state[at + 3] = y2
}

/**
 * The same from 32-bit floats to 32-bit floats, for a single section. It is a function of its own
 * so that V8 sees one type of array in each place.
 */
export function filterOnce(
  input: Float32Array,
  start: number,
  count: number,
  coefficients: Float64Array,
  state: Float64Array,
  at: number,
  output: Float32Array,
): void {
  const b0 = coefficients[0] as number
  const b1 = coefficients[1] as number
  const b2 = coefficients[2] as number
  const a1 = coefficients[3] as number
  const a2 = coefficients[4] as number
  let x1 = state[at] as number
  let x2 = state[at + 1] as number
  let y1 = state[at + 2] as number
  let y2 = state[at + 3] as number
  const end = start + count
  for (let index = start; index < end; index++) {
    const x = input[index] as number
    let y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1
    const size = Math.abs(y)
    if (!(size >= smallest && size <= largest)) y = 0
    x2 = x1
    x1 = x
    y2 = y1
    y1 = y
    output[index] = y
  }
  state[at] = x1
  state[at + 1] = x2
  state[at + 2] = y1
  state[at + 3] = y2
}

/** The same with coefficients on their way to `target`, `remaining` frames before they arrive. */
export function filterRamped(
  chunk: Float64Array,
  count: number,
  target: Float64Array,
  step: Float64Array,
  remaining: number,
  from: number,
  state: Float64Array,
  at: number,
): void {
  const now = new Float64Array(coefficientCount)
  const frame = new Float64Array(1)
  for (let index = 0; index < count; index++) {
    const left = remaining - 1 - index
    for (let k = 0; k < coefficientCount; k++)
      now[k] = (target[from + k] as number) - (step[from + k] as number) * left
    frame[0] = chunk[index] as number
    filter(frame, 1, now, 0, state, at)
    chunk[index] = frame[0]
  }
}
