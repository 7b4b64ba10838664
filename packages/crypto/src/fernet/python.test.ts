import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { generateFernetKey } from './fernet-key.js'
import { fernet } from './fernet.js'

/** The system's Python, for which the package python3-cryptography is made. */
const python = '/usr/bin/python3'
const hasCryptography = spawnSync(python, ['-c', 'import cryptography.fernet']).status === 0

/** Runs a program that finds `key` and the bytes of `data`, and gives back what it writes. */
function run(program: string, key: string, data: string | Uint8Array): Buffer {
  const head = 'import sys\nfrom cryptography.fernet import Fernet, MultiFernet\n'
  const given =
    'key = sys.argv[1]\ndata = sys.stdin.buffer.read()\nwrite = sys.stdout.buffer.write\n'
  return execFileSync(python, ['-c', head + given + program, key], { input: data })
}

describe.skipIf(!hasCryptography)("fernet and Python (needs python3's cryptography)", () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index & 255))

  it('reads what Python wrote, with the key of either', () => {
    const made = run('write(Fernet.generate_key())', '', '').toString()
    for (const key of [made, generateFernetKey()]) {
      const token = run('write(Fernet(key).encrypt(data))', key, bytes)
      expect(Buffer.from(fernet(key).decrypt(token, { ttlSeconds: 600 }))).toEqual(bytes)
    }
  })

  it('writes what Python reads', () => {
    const key = generateFernetKey()
    const token = fernet(key).encrypt(bytes)
    expect(run('write(Fernet(key).decrypt(data, ttl=600))', key, token)).toEqual(bytes)
  })

  it('keeps the time in rotation as Python does', () => {
    const [key, old] = [generateFernetKey(), generateFernetKey()]
    const token = fernet(old, { clock: { now: () => 1_000_000 } }).encrypt(bytes)
    const program = `write(MultiFernet([Fernet(key), Fernet('${old}')]).rotate(data))`
    const theirs = run(program, key, token)
    expect(fernet(key).createdAtSeconds(theirs)).toBe(1000)
    const ours = fernet([key, old]).rotate(token)
    const read = 'write(str(Fernet(key).extract_timestamp(data)).encode())'
    expect(run(read, key, ours).toString()).toBe('1000')
  })
})
