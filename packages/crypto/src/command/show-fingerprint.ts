import { createPublicKey } from 'node:crypto'
import { keyFingerprint } from '../keys/fingerprint.js'
import { readKeyFile } from '../keys/key-file.js'
import type { KeysAnswer } from './keys-answer.js'
import { readPublicKeyFile } from './public-key-file.js'

/** The fingerprint of the key in a file; of a private key that of its public one. */
export async function showFingerprint(file: string): Promise<KeysAnswer> {
  const { kind, key } = await readAnyKey(file)
  const fingerprint = keyFingerprint(key)
  const whose = kind === 'private' ? 'the public key that belongs to it' : `the ${kind} key`
  return {
    lines: [`fingerprint ${fingerprint}`, `of ${whose} in ${file}`],
    facts: { command: 'fingerprint', kind, file, fingerprint },
  }
}

async function readAnyKey(file: string) {
  const publicKey = await readPublicKeyFile(file)
  if (publicKey !== undefined) return { kind: 'public', key: publicKey }
  const key = await readKeyFile(file)
  return key.type === 'private'
    ? { kind: 'private', key: createPublicKey(key) }
    : { kind: 'secret', key }
}
