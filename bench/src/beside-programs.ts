import type { BenchFolder } from './bench-folder.js'
import { childJson } from './child-json.js'
import { type BenchCase, childCpuMs, hasProgram } from './harness.js'
import { writeToneWav } from './tone-wav.js'

/** A program of somebody else's that makes a file of a file. */
export interface ProgramPeer {
  readonly command: string
  readonly name: string
  readonly goal: number
  readonly args: (input: string, output: string) => readonly string[]
}

/** What is compared, from file to file. */
export interface BesideProgramsOptions {
  readonly folder: BenchFolder
  /** Ours: takes the input and the output, and prints which backend ran. */
  readonly program: string
  readonly peers: readonly ProgramPeer[]
  /** What is done; the command follows. */
  readonly name: string
  readonly minutes: number
  readonly channelCount?: number
}

/** Whole processes from file to file, with their start, work and end: a case for each peer. */
export function besidePrograms(options: BesideProgramsOptions): readonly BenchCase[] {
  const { folder, program, minutes, channelCount } = options
  let written: Promise<void> | undefined
  let backend: string | undefined
  const input = async (): Promise<string> => {
    await (written ??= writeToneWav(folder.file('in.wav'), 60 * minutes, channelCount))
    return folder.file('in.wav')
  }
  return options.peers.map(({ command, name, goal, args }) => ({
    name: `${options.name}, beside ${command}`,
    unit: 'ms',
    async ours() {
      const own = [await input(), folder.file('ours.wav')]
      backend ??= (await childJson<{ backend: string }>(program, own)).backend
      return childCpuMs(process.execPath, [program, ...own])
    },
    peer: hasProgram(command)
      ? async () => childCpuMs(command, args(await input(), folder.file(`${command}.wav`)))
      : null,
    peerName: name,
    backend: () => String(backend),
    goal,
  }))
}
