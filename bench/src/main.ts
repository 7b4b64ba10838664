import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BenchResult } from './bench.js'
import { findBenches } from './find-benches.js'
import { resultTable } from './result-table.js'
import { runBenches } from './run-benches.js'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})

// Standard output belongs to the results: what a benchmark prints goes to standard error.
process.stdout.write = process.stderr.write.bind(process.stderr)
const print = (line: string): void => void writeSync(1, `${line}\n`)

const results: BenchResult[] = []
const filter = positionals.join(' ')
const done = await runBenches(await findBenches(new URL('./benches/', import.meta.url)), filter, {
  progress: (line) => console.error(line),
  result: (result) => {
    results.push(result)
    if (values.json) print(JSON.stringify(result))
  },
})

if (done === 0) {
  console.error(`no benchmark matches '${filter}'`)
  process.exitCode = 1
} else if (!values.json) {
  print(resultTable(results))
}
