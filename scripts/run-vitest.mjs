import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { localProgram } from './local-program.mjs'
import { cacheFolder } from './root.mjs'
import { runCommand } from './run-command.mjs'
import { summarizeVitest } from './summarize-vitest.mjs'

/** No test file takes as long; a worker in an endless loop would. */
const quietMs = 5 * 60_000

/**
 * Runs vitest once and reads its report.
 *
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.node] the Node to run it with; default: this one
 * @param {NodeJS.WritableStream} [options.echo] where output is shown as it comes
 * @returns {Promise<{ summary: ReturnType<typeof summarizeVitest>, output: string }>}
 */
export async function runVitest(args, { node = process.execPath, echo } = {}) {
  const reportFile = join(cacheFolder, `vitest-${process.pid}.json`)
  const { code, output } = await runCommand(
    node,
    [
      localProgram('vitest'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      ...args,
    ],
    { quietMs, ...(echo === undefined ? {} : { echo }) },
  )
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'))
    return { summary: summarizeVitest(report, code), output }
  } catch {
    const last = output.trim().split('\n').at(-1) ?? ''
    throw new Error(`vitest ended with exit code ${code} and without a report: ${last}`)
  } finally {
    rmSync(reportFile, { force: true })
  }
}
