import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { agreeKey, generateAgreementKeys } from '../keys/agreement.js'
import { exportKey } from '../keys/export-key.js'
import { keyFingerprint } from '../keys/fingerprint.js'
import { readKeyFile, writeKeyFile } from '../keys/key-file.js'
import { generateKey } from '../keys/secret-key.js'
import { publicKeyText } from './public-key-text.js'
import { runKeysCommand } from './run-keys-command.js'

const folder = mkdtempSync(join(tmpdir(), 'patchcord-keys-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let names = 0
const newPath = (): string => join(folder, `${names++}.key`)

async function run(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await runKeysCommand(args, { stdout, stderr, version: '1.2.3' })
  const text = (stream: PassThrough): string => String(stream.read() ?? '')
  return { code, stdout: text(stdout), stderr: text(stderr) }
}

async function factsOf(...args: string[]): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^\{.*\}\n$/)
  return JSON.parse(stdout) as Record<string, string>
}

async function expectFailure(args: string[], code: number, message: RegExp): Promise<void> {
  const result = await run(...args)
  expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' })
  expect(result.stderr).toMatch(/^patchcord-keys: [^\n]+\n$/)
  expect(result.stderr).toMatch(message)
}

describe('patchcord-keys generate', () => {
  it('makes a secret key and shows its fingerprint', async () => {
    const file = newPath()
    const { code, stdout } = await run('generate', file)
    const key = await readKeyFile(file)
    expect(code).toBe(0)
    expect(stdout).toBe(
      `wrote ${file}: a secret key, for both ends\nfingerprint ${keyFingerprint(key)}\n`,
    )
    expect(key.type).toBe('secret')
    expect(await factsOf('fingerprint', file)).toEqual({
      command: 'fingerprint',
      kind: 'secret',
      file,
      fingerprint: keyFingerprint(key),
    })
  })

  it('makes a pair, of which only the private key is a secret', async () => {
    const file = newPath()
    const facts = await factsOf('generate', '--agreement', file)
    expect(facts).toMatchObject({ command: 'generate', kind: 'pair', publicFile: `${file}.pub` })
    expect(facts.publicKey).toMatch(/^x25519:[\w-]{43}$/)
    expect(readFileSync(`${file}.pub`, 'utf8')).toBe(`${facts.publicKey}\n`)
    expect((await readKeyFile(file)).type).toBe('private')
    for (const [path, kind] of [
      [file, 'private'],
      [`${file}.pub`, 'public'],
    ] as const) {
      const { fingerprint, ...rest } = await factsOf('fingerprint', path)
      expect(rest).toMatchObject({ kind, file: path })
      expect(fingerprint).toBe(facts.fingerprint)
    }
    const { stdout } = await run('fingerprint', file)
    expect(stdout).toBe(
      `fingerprint ${facts.fingerprint}\nof the public key that belongs to it in ${file}\n`,
    )
  })

  it('overwrites nothing, and leaves no half of a pair', async () => {
    const file = newPath()
    writeFileSync(`${file}.pub`, 'mine')
    await expectFailure(['generate', '--agreement', file], 1, /\.pub: it is there already/)
    expect(readdirSync(folder).filter((name) => file.endsWith(name))).toEqual([])
    expect(readFileSync(`${file}.pub`, 'utf8')).toBe('mine')
    writeFileSync(file, 'mine too')
    for (const options of [[], ['--agreement']])
      await expectFailure(['generate', ...options, file], 1, /it is there already/)
    expect(readFileSync(file, 'utf8')).toBe('mine too')
  })
})

describe('patchcord-keys agree', () => {
  const pair = async (): Promise<[file: string, text: string]> => {
    const file = newPath()
    return [file, String((await factsOf('generate', '--agreement', file)).publicKey)]
  }

  it('gives both ends one key, from a file or a text', async () => {
    const [[ada, adaText], [bob]] = await Promise.all([pair(), pair()])
    const [atAda, atBob] = [newPath(), newPath()]
    const ours = await factsOf('agree', ada, `${bob}.pub`, atAda)
    const theirs = await factsOf('agree', bob, adaText, atBob)
    expect(ours).toMatchObject({ command: 'agree', kind: 'secret', file: atAda })
    expect(theirs.fingerprint).toBe(ours.fingerprint)
    const key = await readKeyFile(atAda)
    expect(key.equals(await readKeyFile(atBob))).toBe(true)
    expect(keyFingerprint(key)).toBe(ours.fingerprint)
  })

  it('binds the purpose', async () => {
    const own = newPath()
    const [ada, bob] = [generateAgreementKeys(), generateAgreementKeys()]
    await writeKeyFile(own, ada.privateKey)
    const file = newPath()
    const { stdout } = await run(
      ...['agree', own, publicKeyText(bob.publicKey), file, '--purpose', 'intercom'],
    )
    const keys = { privateKey: bob.privateKey, publicKey: ada.publicKey }
    const key = agreeKey({ ...keys, purpose: 'intercom' })
    expect((await readKeyFile(file)).equals(key)).toBe(true)
    expect(stdout).toContain(`fingerprint ${keyFingerprint(key)}\ncompare it aloud`)
    expect(keyFingerprint(agreeKey(keys))).not.toBe(keyFingerprint(key))
  })

  it('refuses what is no private key here, or no public key there', async () => {
    const [[own, ownText], [, text]] = await Promise.all([pair(), pair()])
    const [secret, output] = [newPath(), newPath()]
    await run('generate', secret)
    const smallOrder = publicKeyText(new Uint8Array(32))
    for (const [args, message] of [
      [[secret, text], /holds no private key; generate --agreement/],
      [[`${own}.pub`, text], /pub holds no private key/],
      [[own, secret], /holds no public key: x25519: and 43/],
      [[own, own], /holds no public key/],
      [[own, folder], /holds no public key/],
      [[own, `${folder}/absent`], /there is no key file/],
      [[own, text.slice(0, -1)], /cut short or damaged/],
      [[own, `${text}A`], /cut short or damaged/],
      [[own, smallOrder], /small order/],
      [[own, ownText], /is the one of .*the other end has made/],
      [[own, `${own}.pub`], /is the one of/],
    ] as const)
      await expectFailure(['agree', ...args, output], 1, message)
    await expectFailure(['agree', own, text, secret], 1, /it is there already/)
    await expectFailure(['agree', own, text, output, '--purpose', 'x'.repeat(257)], 2, /purpose/)
    expect(() => statSync(output)).toThrow('ENOENT')
  })
})

describe.skipIf(process.platform === 'win32')('patchcord-keys and access', () => {
  it('refuses what others may read, and takes a public key all the same', async () => {
    const file = newPath()
    await run('generate', '--agreement', file)
    chmodSync(file, 0o644)
    chmodSync(`${file}.pub`, 0o644)
    await expectFailure(['fingerprint', file], 1, /chmod 600/)
    await expectFailure(['agree', file, 'x25519:', newPath()], 1, /chmod 600/)
    expect((await run('fingerprint', `${file}.pub`)).code).toBe(0)
  })

  it('does not wait for a pipe', async () => {
    const pipe = newPath()
    execFileSync('mkfifo', ['-m', '600', pipe])
    await expectFailure(['fingerprint', pipe], 1, /holds no key/)
  })
})

describe('patchcord-keys', () => {
  it('says what it can do, and its version', async () => {
    for (const option of ['--help', '-h']) {
      const { code, stdout } = await run(option)
      expect(code).toBe(0)
      for (const word of ['generate', 'fingerprint', 'agree', '--json'])
        expect(stdout).toContain(word)
    }
    expect(await run('--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' })
    expect(await factsOf('--version')).toEqual({ version: '1.2.3' })
  })

  it.each<[string[], RegExp]>([
    [[], /expected generate, fingerprint or agree, got nothing; --help/],
    [['create', 'a'], /got 'create'/],
    [['generate'], /generate takes FILE, got nothing/],
    [['generate', ''], /generate takes FILE, got ''/],
    [['generate', 'a', 'b'], /generate takes FILE, got 'a' 'b'/],
    [['agree', 'a', 'b'], /agree takes OWN THEIRS FILE/],
    [['generate', '--force', 'a'], /'--force'/],
    [['generate', '--purpose', 'talk', 'a'], /--purpose belongs to agree/],
    [['fingerprint', '--agreement', 'a'], /--agreement belongs to generate/],
    [['agree', '--purpose'], /--purpose/],
  ])('does not understand %j', (args, message) => expectFailure(args, 2, message))

  it('does not repeat a key that is given as an argument', async () => {
    const key = generateKey()
    for (const format of ['hex', 'base64url'] as const) {
      const text = exportKey(key, format)
      for (const args of [
        ['fingerprint', text],
        ['agree', 'own.key', text, 'x'],
        ['generate', text],
      ]) {
        const { code, stdout, stderr } = await run(...args)
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
        expect(stderr).toMatch(/is a secret key.*given as files/)
        expect(stderr).not.toContain(text.slice(0, 12))
      }
    }
  })

  it('shows no control characters of names', async () => {
    await expectFailure(
      ['fingerprint', 'a\nb\u001b[31m\u202e'],
      1,
      /a\\u\{a\}b\\u\{1b\}\[31m\\u\{202e\}/,
    )
  })

  it('fails where it cannot answer', async () => {
    const stderr = new PassThrough()
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(new Error('ENOSPC: no space left')),
    })
    const code = await runKeysCommand(['--version'], { stdout: full, stderr, version: '1' })
    expect(code).toBe(1)
    expect(String(stderr.read())).toBe(
      'patchcord-keys: the answer could not be written: ENOSPC: no space left\n',
    )
    const deaf = { stdout: full, stderr: full, version: '1' }
    expect(await runKeysCommand(['nonsense'], deaf)).toBe(2)
  })
})
