import { rm } from 'node:fs/promises'
import { generateAgreementKeys } from '../keys/agreement.js'
import { keyFingerprint } from '../keys/fingerprint.js'
import { writeKeyFile } from '../keys/key-file.js'
import { generateKey } from '../keys/secret-key.js'
import type { KeysAnswer } from './keys-answer.js'
import { writePublicKeyFile } from './public-key-file.js'
import { publicKeyText } from './public-key-text.js'

/** Makes a secret key and its file. */
export async function generateSecret(file: string): Promise<KeysAnswer> {
  const key = generateKey()
  await writeKeyFile(file, key)
  const fingerprint = keyFingerprint(key)
  return {
    lines: [`wrote ${file}: a secret key, for both ends`, `fingerprint ${fingerprint}`],
    facts: { command: 'generate', kind: 'secret', file, fingerprint },
  }
}

/** Makes a pair of keys for an agreement, and a file for each. */
export async function generatePair(file: string): Promise<KeysAnswer> {
  const { privateKey, publicKey: key } = generateAgreementKeys()
  const publicFile = `${file}.pub`
  await writeKeyFile(file, privateKey)
  try {
    await writePublicKeyFile(publicFile, key)
  } catch (error) {
    // Half a pair is of no use, and its name would be taken.
    await rm(file, { force: true })
    throw error
  }
  const publicKey = publicKeyText(key)
  const fingerprint = keyFingerprint(key)
  return {
    lines: [
      `wrote ${file}: the private key, which stays here`,
      `wrote ${publicFile}: the public key, which goes to the other end`,
      `public key ${publicKey}`,
      `fingerprint ${fingerprint}`,
    ],
    facts: { command: 'generate', kind: 'pair', file, publicFile, publicKey, fingerprint },
  }
}
