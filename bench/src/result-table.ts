import type { BenchResult } from './bench.js'

const headings = ['bench', 'case', 'ours', 'peer', 'unit', 'ratio', 'goal', '']

/** The results for people, in columns. */
export function resultTable(results: readonly BenchResult[]): string {
  const rows = [headings, ...results.map((result) => cells(result))]
  const widths = headings.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells({
  bench,
  case: name,
  unit,
  ours,
  peer,
  peerName,
  backend,
  ratio,
  goal,
}: BenchResult): string[] {
  const peerText =
    peerName === null ? '-' : peer === null ? `${peerName} not installed` : `${peer} (${peerName})`
  const compared =
    ratio === undefined || goal === undefined ? '' : ratio >= goal ? 'reached' : 'behind'
  const isNative = backend === undefined || backend.startsWith('native')
  return [
    bench,
    name,
    String(ours),
    peerText,
    unit,
    ratio?.toString() ?? '',
    goal?.toString() ?? '',
    isNative ? compared : `not native: ${backend}`,
  ]
}
