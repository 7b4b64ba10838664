import type { ChannelLayout, ChannelName } from '../format/channel-layout.js'

/** A way for a channel into the output: the channels it goes to, if all are there, and its weight. */
type Route = readonly [targets: readonly ChannelName[], weight: number]

/** -3 dB. */
const half = Math.SQRT1_2

/** Where a channel goes that the output lacks: the first route whose targets are all there. */
const routes: Partial<Record<ChannelName, readonly Route[]>> = {
  M: [
    [['FC'], 1],
    [['FL', 'FR'], 1],
  ],
  FL: [[['M'], half]],
  FR: [[['M'], half]],
  FC: [
    [['FL', 'FR'], half],
    [['M'], 1],
  ],
  BL: [
    [['SL'], 1],
    [['BC'], half],
    [['FL'], half],
    [['M'], 0.5],
  ],
  BR: [
    [['SR'], 1],
    [['BC'], half],
    [['FR'], half],
    [['M'], 0.5],
  ],
  SL: [
    [['BL'], 1],
    [['BC'], half],
    [['FL'], half],
    [['M'], 0.5],
  ],
  SR: [
    [['BR'], 1],
    [['BC'], half],
    [['FR'], half],
    [['M'], 0.5],
  ],
  BC: [
    [['BL', 'BR'], half],
    [['SL', 'SR'], half],
    [['FL', 'FR'], 0.5],
    [['M'], 0.5],
  ],
  LFE: [],
}

/**
 * The matrix (one row for each output channel, one column for each input channel) that turns one
 * layout into another.
 *
 * Between mono, stereo, quad and 5.1 these are the speaker rules of the Web Audio API ("Channel
 * up-mixing and down-mixing"); to and from 3.0, 5.0, 6.1 and 7.1 the same weights go on, which
 * are those of ITU-R BS.775-4, table 2 (centre and surrounds at -3 dB into the front): side and
 * back channels stand in for each other, at -3 dB where they join, and LFE is dropped where the
 * output has none. A layout with channels that these rules do not know is joined discretely.
 */
export function mixMatrix(input: ChannelLayout, output: ChannelLayout): number[][] {
  const known = [...input, ...output].every((name) => routes[name] !== undefined)
  if (!known) return discreteMatrix(input.length, output.length)
  const matrix = output.map(() => input.map(() => 0))
  for (const [column, name] of input.entries()) {
    const [targets, weight] = routeOf(name, input, output)
    for (const target of targets) (matrix[output.indexOf(target)] as number[])[column] = weight
  }
  return input.includes('FC') ? matrix : matrix.map(average)
}

/** Channel by channel: what the output has too many of is silent, what it lacks is dropped. */
export function discreteMatrix(inputCount: number, outputCount: number): number[][] {
  return Array.from({ length: outputCount }, (_row, row) =>
    Array.from({ length: inputCount }, (_column, column) => (row === column ? 1 : 0)),
  )
}

function routeOf(name: ChannelName, input: ChannelLayout, output: ChannelLayout): Route {
  if (output.includes(name)) return [[name], 1]
  const route = routes[name]?.find(([targets]) =>
    targets.every((target) => output.includes(target)),
  )
  if (route === undefined) return [[], 0]
  // It joins a channel that has a signal of its own there.
  const joins = route[1] === 1 && route[0].every((target) => input.includes(target))
  return joins ? [route[0], half] : route
}

/** Without a centre that would come out louder, what meets in one channel is averaged. */
function average(row: number[]): number[] {
  const count = row.filter((weight) => weight !== 0).length
  return count < 2 ? row : row.map((weight) => (weight === 0 ? 0 : 1 / count))
}
