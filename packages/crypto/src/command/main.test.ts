import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'patchcord-keys-main-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const program = path('../../dist/command/main.js')
const isWindows = process.platform === 'win32'
/** Where it is missing, the shell would make a file of that name. */
const hasFullDevice = statSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice() === true

function start(command: string, args: readonly string[], cwd = folder) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const keys = (...args: string[]) => start(process.execPath, [program, ...args])
/** After commands of the shell, such as `umask 0`. */
const keysAfter = (shell: string, ...args: string[]) =>
  start('bash', ['-c', `${shell}; exec "$@"`, 'bash', process.execPath, program, ...args])
/** With standard output into a file. */
const keysInto = (file: string, ...args: string[]) =>
  start('bash', ['-c', `exec "$@" > ${file}`, 'bash', process.execPath, program, ...args])

beforeAll(async () => {
  // What changes nothing takes no time: the program is the one that is published.
  const built = await start(process.execPath, [path('../../../../scripts/build.mjs')])
  expect(built.code, built.stderr).toBe(0)
}, 120_000)

const fingerprintIn = (text: string): string | undefined =>
  /^fingerprint ((?:\d{5} ?){8})$/m.exec(text)?.[1]

describe('the program patchcord-keys', { timeout: 60_000 }, () => {
  it('lets two people agree on one key and compare its fingerprint', async () => {
    for (const name of ['ada', 'bob']) {
      mkdirSync(join(folder, name))
      const made = await keys('generate', '--agreement', `${name}/own.key`)
      expect(made, made.stderr).toMatchObject({ code: 0, stderr: '' })
    }
    // Bob's public key goes as a file, Ada's as text.
    const text = readFileSync(join(folder, 'ada/own.key.pub'), 'utf8').trim()
    const atAda = await keys('agree', 'ada/own.key', 'bob/own.key.pub', 'ada/call.key')
    const atBob = await keys('agree', 'bob/own.key', text, 'bob/call.key')
    expect([atAda.code, atBob.code]).toEqual([0, 0])
    expect(fingerprintIn(atAda.stdout)).toBeDefined()
    expect(fingerprintIn(atBob.stdout)).toBe(fingerprintIn(atAda.stdout))
    const again = await keys('fingerprint', 'bob/call.key')
    expect(fingerprintIn(again.stdout)).toBe(fingerprintIn(atAda.stdout))
    const files = ['ada/own.key', 'bob/own.key', 'ada/call.key', 'bob/call.key']
    const printed = [atAda, atBob, again].map(({ stdout, stderr }) => stdout + stderr).join()
    for (const file of files) {
      const { d, k = d } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        k?: string
        d?: string
      }
      expect(k).toHaveLength(43)
      expect(printed).not.toContain(k?.slice(0, 8))
    }
  })

  it.skipIf(isWindows)('makes files for their owner alone, whatever the mask', async () => {
    for (const mask of ['0000', '0022', '0077', '0777']) {
      const { code, stderr } = await keysAfter(`umask ${mask}`, 'generate', '--agreement', mask)
      expect(code, stderr).toBe(0)
      expect(statSync(join(folder, mask)).mode & 0o777).toBe(0o600)
      const shared = 0o666 & ~Number.parseInt(mask, 8)
      expect(statSync(join(folder, `${mask}.pub`)).mode & 0o777).toBe(shared)
    }
  })

  it('answers with exit codes, and with one line where it fails', async () => {
    for (const [args, code, message] of [
      [['fingerprint', 'absent.key'], 1, /there is no key file absent\.key/],
      [['sign', 'a.key'], 2, /got 'sign'/],
      [['generate', '--force', 'a.key'], 2, /'--force'/],
      [[], 2, /got nothing/],
    ] as const) {
      const result = await keys(...args)
      expect(result).toMatchObject({ code, stdout: '' })
      expect(result.stderr).toMatch(/^patchcord-keys: [^\n]+\n$/)
      expect(result.stderr).toMatch(message)
    }
    expect((await keys('--help')).stdout).toContain('Exit codes')
  })

  it('tells the version of the package, and nothing else with --json', async () => {
    const manifest = JSON.parse(readFileSync(path('../../package.json'), 'utf8')) as {
      version: string
    }
    expect((await keys('--version')).stdout).toBe(`${manifest.version}\n`)
    const { stdout } = await keys('generate', 'json.key', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ command: 'generate', file: 'json.key' })
  })

  it.skipIf(isWindows)('leaves no part of a key where the disk has no room', async () => {
    for (const options of [[], ['--agreement']]) {
      const args = ['generate', ...options, 'none.key']
      const { code, stderr } = await keysAfter('ulimit -f 0', ...args)
      expect(code).toBe(1)
      expect(stderr).toBe('patchcord-keys: the key could not be written to none.key: EFBIG\n')
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([])
  })

  it.skipIf(!hasFullDevice)('fails where nobody hears the answer', async () => {
    const { code, stderr } = await keysInto('/dev/full', '--version')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^patchcord-keys: the answer could not be written: ENOSPC[^\n]*\n$/)
  })
})
