import { type ChildProcess, spawn } from 'node:child_process'

/**
 * A program that does its work once for each line that it reads, and prints how many microseconds
 * that took on the processor: so a program in another language takes turns with ours.
 */
export class RepeatingProgram {
  private readonly child: ChildProcess
  private readonly ended: Promise<void>
  private printed = ''
  private said = ''
  private fault: Error | undefined
  private answer: { resolve(us: number): void; reject(error: Error): void } | undefined

  constructor(
    private readonly command: string,
    args: readonly string[],
  ) {
    this.child = spawn(command, args, { stdio: 'pipe' })
    this.child.stdout?.on('data', (text: Buffer) => this.read(text.toString()))
    this.child.stderr?.on('data', (text: Buffer) => (this.said += text.toString()))
    // What is written to a program that has ended is told by its end.
    this.child.stdin?.on('error', () => {})
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.fail(error)
        resolve()
      })
      this.child.once('close', (code) => {
        this.fail(new Error(`${command} ended with exit code ${code}: ${this.said.trim()}`))
        resolve()
      })
    })
  }

  /** Lets it work once; how long that took on the processor, in microseconds. */
  measureUs(): Promise<number> {
    if (this.fault !== undefined) return Promise.reject(this.fault)
    return new Promise((resolve, reject) => {
      this.answer = { resolve, reject }
      this.child.stdin?.write('\n')
    })
  }

  /** Ends it. */
  close(): Promise<void> {
    this.child.stdin?.end()
    return this.ended
  }

  private read(text: string): void {
    this.printed += text
    if (!this.printed.endsWith('\n')) return
    const us = Number(this.printed)
    this.printed = ''
    if (Number.isFinite(us)) this.answer?.resolve(us)
    else this.fail(new Error(`${this.command} printed no number`))
  }

  private fail(error: Error): void {
    this.fault ??= error
    this.answer?.reject(this.fault)
  }
}
