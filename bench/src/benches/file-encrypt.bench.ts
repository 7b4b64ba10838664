import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readSync,
  writeFileSync,
  writevSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import {
  decryptFile,
  decryptStream,
  encryptFile,
  encryptStream,
  generateKey,
} from '@patchcord/crypto'
import { BenchFolder } from '../bench-folder.js'
import type { Bench, BenchCase } from '../harness.js'
import { installedVersion, npmPeersFolder } from '../npm-peers.js'

type Direction = 'encrypt' | 'decrypt'

const mebibytes = 64
const chunkBytes = 16 * 1024
const tagBytes = 16
const chunksPerBlock = 64
const folder = new BenchFolder('file-encrypt')
const key = generateKey()
const options = { authTagLength: tagBytes }

/** As much of the npm package `age-encryption` as is used here. */
interface Age {
  generateX25519Identity(): Promise<string>
  identityToRecipient(identity: string): Promise<string>
  readonly Encrypter: new () => {
    addRecipient(recipient: string): void
    encrypt(bytes: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>
  }
  readonly Decrypter: new () => {
    addIdentity(identity: string): void
    decrypt(bytes: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>
  }
}

interface Paths {
  readonly plain: string
  readonly sealed: string
  readonly output: string
}

/** The file through the npm package, by streams as it documents it. */
async function ageContestant(
  direction: Direction,
  { plain, output }: Paths,
): Promise<() => Promise<void>> {
  const entry = createRequire(join(npmPeersFolder, 'package.json')).resolve('age-encryption')
  const { generateX25519Identity, identityToRecipient, Encrypter, Decrypter } = (await import(
    pathToFileURL(entry).href
  )) as Age
  const identity = await generateX25519Identity()
  const [encrypter, decrypter] = [new Encrypter(), new Decrypter()]
  encrypter.addRecipient(await identityToRecipient(identity))
  decrypter.addIdentity(identity)
  const through = async (
    from: string,
    to: string,
    work: (bytes: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>,
  ): Promise<void> => {
    const bytes = Readable.toWeb(createReadStream(from)) as ReadableStream<Uint8Array>
    await pipeline(Readable.fromWeb((await work(bytes)) as never), createWriteStream(to))
  }
  if (direction === 'encrypt')
    return () => through(plain, output, (bytes) => encrypter.encrypt(bytes))
  const sealed = `${output}.age`
  await through(plain, sealed, (bytes) => encrypter.encrypt(bytes))
  return () => through(sealed, output, (bytes) => decrypter.decrypt(bytes))
}

/** What is needed at the least: each chunk under a nonce of its own, and a tag behind it. */
function sealChunk(nonce: Buffer, content: Uint8Array): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, options)
  return [cipher.update(content), cipher.final(), cipher.getAuthTag()]
}

function openChunk(nonce: Buffer, sealed: Uint8Array): Buffer[] {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, options)
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  return [decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]
}

/** The same chunks without header, derivation, read-ahead, temporary name or error handling. */
function bareLoop(direction: Direction, from: string, to: string): void {
  const [step, work] =
    direction === 'encrypt'
      ? [chunkBytes, sealChunk]
      : ([chunkBytes + tagBytes, openChunk] as const)
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')]
  const block = Buffer.alloc(chunksPerBlock * step)
  const nonce = Buffer.alloc(12)
  for (let index = 0; ;) {
    const length = readSync(input, block)
    if (length === 0) break
    const pieces: Buffer[] = []
    for (let at = 0; at < length; at += step) {
      nonce.writeUInt32BE(index++, 8)
      pieces.push(...work(nonce, block.subarray(at, Math.min(length, at + step))))
    }
    writevSync(output, pieces)
  }
  closeSync(input)
  closeSync(output)
}

/** The file through one of our streams, as others would be put between two of Node's. */
function streamed(direction: Direction, { plain, sealed, output }: Paths): Promise<void> {
  const to = createWriteStream(output)
  return direction === 'encrypt'
    ? pipeline(createReadStream(plain), encryptStream({ key }), to)
    : pipeline(createReadStream(sealed), decryptStream({ key }), to)
}

async function casesOf(direction: Direction, paths: Paths, bare: string): Promise<BenchCase[]> {
  const { plain, sealed, output } = paths
  const version = installedVersion(npmPeersFolder, 'age-encryption')
  const ours = async (): Promise<void> => {
    if (direction === 'encrypt') await encryptFile(plain, output, { key })
    else await decryptFile(sealed, output, { key })
  }
  const common = { unit: 'ms/file', runs: 5, warmUpRuns: 1 }
  const from = direction === 'encrypt' ? plain : bare
  return [
    {
      name: `${direction} ${mebibytes} MiB, file to file, beside age`,
      ...common,
      ours,
      peer: version === undefined ? null : await ageContestant(direction, paths),
      peerName: `npm age-encryption ${version ?? ''}`.trim(),
      goal: 5,
    },
    {
      name: `${direction} ${mebibytes} MiB, file to file, beside a loop`,
      ...common,
      ours,
      peer: () => bareLoop(direction, from, output),
      peerName: `a bare ${direction === 'encrypt' ? 'createCipheriv' : 'createDecipheriv'} loop`,
      goal: 0.7,
    },
    {
      name: `${direction} ${mebibytes} MiB, by streams`,
      ...common,
      ours: () => streamed(direction, paths),
      peer: null,
      peerName: null,
    },
  ]
}

/** A large file to another, both ways. */
export const bench: Bench = {
  name: 'file-encrypt',
  async cases() {
    const paths = {
      plain: folder.file('plain'),
      sealed: folder.file('sealed'),
      output: folder.file('output'),
    }
    const bare = folder.file('bare')
    writeFileSync(paths.plain, randomBytes(mebibytes * 2 ** 20))
    await encryptFile(paths.plain, paths.sealed, { key })
    bareLoop('encrypt', paths.plain, bare)
    const [encrypting, decrypting] = await Promise.all([
      casesOf('encrypt', paths, bare),
      casesOf('decrypt', paths, bare),
    ])
    return [...encrypting, ...decrypting]
  },
  dispose() {
    folder.dispose()
  },
}
