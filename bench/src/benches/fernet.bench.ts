import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fernet, generateFernetKey } from '@patchcord/crypto'
import { peersFolder } from '../compile-peer.js'
import type { Bench, BenchCase } from '../harness.js'
import { installedVersion, npmPeersFolder } from '../npm-peers.js'
import { RepeatingProgram } from '../repeating-program.js'

type Direction = 'encrypt' | 'decrypt'

/** As much of the npm package `fernet` as is used here. */
interface NpmFernet {
  readonly Secret: new (key: string) => object
  readonly Token: new (options: { secret: object; token?: string; ttl?: number }) => {
    encode(text: string): string
    decode(): string
  }
}

/** Packets of 20 ms, and much more than Fernet is made for. */
const sizes = [
  { name: '640 B', bytes: 640, count: 2000, npmGoal: 10 },
  { name: '64 KiB', bytes: 65_536, count: 100, npmGoal: 30 },
] as const

/** The system's Python, for which the package python3-cryptography is made. */
const python = '/usr/bin/python3'
const pythonProgram = join(peersFolder, 'fernet.py')
const programs: RepeatingProgram[] = []

/** Text into a token and back, as the npm package knows nothing else. */
function besideNpm(direction: Direction, { name, bytes, count, npmGoal }: Size): BenchCase {
  const version = installedVersion(npmPeersFolder, 'fernet')
  const [key, text] = [generateFernetKey(), 'a'.repeat(bytes)]
  const box = fernet(key)
  const given = box.encrypt(Buffer.from(text))
  const ours =
    direction === 'encrypt'
      ? () => box.encrypt(Buffer.from(text))
      : () => String(box.decrypt(given))
  return {
    name: `${direction} text, ${name}`,
    unit: 'us/token',
    count,
    ours: () => repeat(count, ours),
    peer: version === undefined ? null : npmContestant(direction, key, text, given, count),
    peerName: `npm fernet ${version ?? ''}`.trim(),
    goal: npmGoal,
    runs: 5,
    warmUpRuns: 1,
  }
}

type Size = (typeof sizes)[number]

function npmContestant(
  direction: Direction,
  key: string,
  text: string,
  token: string,
  count: number,
): () => Promise<number> {
  const load = createRequire(join(npmPeersFolder, 'package.json'))
  const { Secret, Token } = load('fernet') as NpmFernet
  const secret = new Secret(key)
  if (new Token({ secret, token, ttl: 0 }).decode() !== text) throw new Error('the peer misreads')
  const work =
    direction === 'encrypt'
      ? () => new Token({ secret }).encode(text)
      : () => new Token({ secret, token, ttl: 0 }).decode()
  // It takes so much longer that a part of the work tells.
  const part = count / 20
  return async () => {
    const before = process.cpuUsage()
    repeat(part, work)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / part
  }
}

/** Bytes into a token and back. */
function besidePython(direction: Direction, { name, bytes, count }: Size): BenchCase {
  const { status, stdout } = spawnSync(python, [pythonProgram], { encoding: 'utf8' })
  const box = fernet(generateFernetKey())
  const plaintext = Buffer.alloc(bytes, 'a')
  const token = box.encrypt(plaintext)
  const ours = direction === 'encrypt' ? () => box.encrypt(plaintext) : () => box.decrypt(token)
  const args = [pythonProgram, direction, String(bytes), String(count)]
  const peer = status === 0 ? new RepeatingProgram(python, args) : undefined
  if (peer !== undefined) programs.push(peer)
  return {
    name: `${direction} bytes, ${name}`,
    unit: 'us/token',
    count,
    ours: () => repeat(count, ours),
    peer: peer === undefined ? null : async () => (await peer.measureUs()) / count,
    peerName: `Python's cryptography ${status === 0 ? stdout : ''}`.trim(),
    goal: 2,
  }
}

function repeat(count: number, work: () => unknown): void {
  for (let done = 0; done < count; done++) work()
}

/** Single tokens, both ways. */
export const bench: Bench = {
  name: 'fernet',
  cases: () =>
    [besideNpm, besidePython].flatMap((beside) =>
      sizes.flatMap((size) => [beside('encrypt', size), beside('decrypt', size)]),
    ),
  async dispose() {
    await Promise.all(programs.map((program) => program.close()))
  },
}
