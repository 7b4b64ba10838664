import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What a program did. */
export interface ProgramOutcome {
  /** `null` where a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program that runs. */
export interface RunningProgram {
  readonly child: ChildProcess
  readonly finished: Promise<ProgramOutcome>
}

/** Builds what `npm start` would build, so that programs can be run; quick where nothing changed. */
export async function buildExamples(): Promise<void> {
  const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))
  await promisify(execFile)(process.execPath, [script])
}

/** Starts an example (`voice-link/main`) in a folder, as `npm start` does. */
export function startExample(name: string, args: readonly string[], cwd: string): RunningProgram {
  const program = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const finished = new Promise<ProgramOutcome>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, finished }
}

/** Runs an example to its end. */
export function runExample(
  name: string,
  args: readonly string[],
  cwd: string,
): Promise<ProgramOutcome> {
  return startExample(name, args, cwd).finished
}
