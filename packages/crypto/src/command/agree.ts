import { type KeyObject, createPublicKey } from 'node:crypto'
import { PatchcordError } from '@patchcord/core'
import { agreeKey } from '../keys/agreement.js'
import { keyFingerprint } from '../keys/fingerprint.js'
import { holdsNoKey } from '../keys/key-file-failure.js'
import { readKeyFile, writeKeyFile } from '../keys/key-file.js'
import type { KeysAnswer } from './keys-answer.js'
import { readPublicKeyFile } from './public-key-file.js'
import { publicKeyPrefix, readPublicKeyText } from './public-key-text.js'

/** Agrees with the other end on a secret key, and writes it to a file. */
export async function agree(
  ownFile: string,
  theirs: string,
  file: string,
  purpose: string,
): Promise<KeysAnswer> {
  const privateKey = await readPrivateKey(ownFile)
  const publicKey = await publicKeyFrom(theirs)
  if (publicKey.equals(createPublicKey(privateKey))) {
    throw new PatchcordError(
      'key-invalid',
      `the public key is the one of ${ownFile}; agree needs the one that the other end has made`,
    )
  }
  const key = agreeKey({ privateKey, publicKey, purpose })
  await writeKeyFile(file, key)
  const fingerprint = keyFingerprint(key)
  return {
    lines: [
      `wrote ${file}: the secret key that both ends have now`,
      `fingerprint ${fingerprint}`,
      'compare it aloud with the other end before you use the key: anybody may have sent that public key',
    ],
    facts: { command: 'agree', kind: 'secret', file, fingerprint },
  }
}

async function readPrivateKey(file: string): Promise<KeyObject> {
  // Told apart first: a public key's file is for everybody to read, which is no fault of it.
  const isPublic = (await readPublicKeyFile(file)) !== undefined
  const key = isPublic ? undefined : await readKeyFile(file)
  if (key?.type === 'private') return key
  throw holdsNoKey(file, 'private key; generate --agreement makes one')
}

/** A file's name, or the key itself as text. */
async function publicKeyFrom(theirs: string): Promise<KeyObject> {
  const isText = theirs.startsWith(publicKeyPrefix)
  const key = isText ? readPublicKeyText(theirs) : await readPublicKeyFile(theirs)
  if (key !== undefined) return key
  if (!isText) throw holdsNoKey(theirs, `public key: ${publicKeyPrefix} and 43 characters`)
  throw new PatchcordError(
    'key-invalid',
    `a public key is ${publicKeyPrefix} and 43 characters of base64url; the one given is cut short or damaged`,
  )
}
