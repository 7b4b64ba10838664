import { parseArgs } from 'node:util'
import { PatchcordError } from '@patchcord/core'
import { importKey } from '../keys/import-key.js'

/** What the command is asked for. */
export type KeysRequest =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'generate' | 'pair' | 'fingerprint'; readonly files: [string] }
  | { readonly name: 'agree'; readonly files: [string, string, string]; readonly purpose: string }

/** A request, and how it is answered. */
export interface KeysArguments {
  readonly request: KeysRequest
  readonly json: boolean
}

const files: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['generate', ['FILE']],
  ['fingerprint', ['FILE']],
  ['agree', ['OWN', 'THEIRS', 'FILE']],
])

/**
 * Reads the command line.
 *
 * @throws PatchcordError `invalid-option` with one line
 */
export function parseKeysArguments(args: readonly string[]): KeysArguments {
  const { values, positionals } = parsed(args)
  const json = values.json === true
  if (values.help === true) return { request: { name: 'help' }, json }
  if (values.version === true) return { request: { name: 'version' }, json }
  const [command, ...given] = positionals
  const wanted = files.get(command)
  if (wanted === undefined) {
    const got = command === undefined ? 'nothing' : `'${command}'`
    throw misunderstood(`expected generate, fingerprint or agree, got ${got}`)
  }
  if (given.some(isSecret)) {
    // Neither is it repeated here.
    throw misunderstood(
      'an argument is a secret key, which every user of this machine can see now; keys are given as files',
    )
  }
  if (given.length !== wanted.length || given.includes('')) {
    const got = given.length === 0 ? 'nothing' : given.map((word) => `'${word}'`).join(' ')
    throw misunderstood(`${command} takes ${wanted.join(' ')}, got ${got}`)
  }
  if (values.agreement === true && command !== 'generate')
    throw misunderstood('--agreement belongs to generate')
  if (values.purpose !== undefined && command !== 'agree')
    throw misunderstood('--purpose belongs to agree')
  const [first = '', second = '', third = ''] = given
  if (command === 'agree') {
    const { purpose = '' } = values
    return { request: { name: 'agree', files: [first, second, third], purpose }, json }
  }
  const name = command === 'fingerprint' ? command : values.agreement === true ? 'pair' : 'generate'
  return { request: { name, files: [first] }, json }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        agreement: { type: 'boolean' },
        purpose: { type: 'string' },
        json: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    // Node's own message goes on with advice over several lines.
    const [line = ''] = (error as Error).message.split(/\n|\. /)
    throw misunderstood(line.replace(/\.$/, ''))
  }
}

function isSecret(word: string): boolean {
  try {
    importKey(word)
    return true
  } catch {
    return false
  }
}

function misunderstood(why: string): PatchcordError {
  return new PatchcordError('invalid-option', `${why}; --help lists what there is`)
}
