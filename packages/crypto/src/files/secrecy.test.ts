import { inspect } from 'node:util'
import { PatchcordError } from '@patchcord/core'
import { afterAll, expect, it } from 'vitest'
import {
  createEncrypted,
  decryptFile,
  decryptStream,
  encryptFile,
  encryptStream,
  generateKey,
  importKey,
  openEncrypted,
} from '../index.js'
import { ChunkOpener } from './chunk-opener.js'
import { ChunkSealer } from './chunk-sealer.js'
import { fileHeaderBytes } from './chunk-layout.js'
import { fileCipherOf, newFileSecret } from './file-secret.js'
import { TemporaryFolder } from './temporary-folder.test-support.js'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
const bytes = Buffer.from([...Array(32).keys()].map((index) => index * 7 + 3))
const secret = Buffer.from('what nobody else may know, said in a meeting')
const context = Buffer.from('bound context')

/** Ways in which six bytes in a row may be written. */
const tracesOf = (whole: Buffer): string[] =>
  Array.from({ length: Math.floor(whole.length / 6) }, (_, index) => {
    const part = whole.subarray(6 * index, 6 * index + 6)
    const spaced = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const forms = [part.toString('hex'), spaced, [...part].join(', '), [...part].join(',')]
    return [...forms, part.toString('base64'), part.toString('latin1')]
  }).flat()
const traces = [...tracesOf(bytes), ...tracesOf(secret)]

function expectNoTrace(value: unknown): void {
  const look = { showHidden: true, depth: 9, getters: true, maxArrayLength: null } as const
  const text = inspect(value, look)
  const error = value instanceof Error ? `${value.stack} ${inspect(value.cause)}` : ''
  const json = value instanceof PatchcordError ? JSON.stringify([value, value.details]) : ''
  const all = [text, text.replace(/\s+/g, ' '), String(value), error, json].join('\n')
  for (const trace of traces) expect(all).not.toContain(trace)
}

it('would find a key or the content', () => {
  for (const plain of [bytes, [...bytes], { key: bytes.toString('hex') }, secret])
    expect(() => expectNoTrace(plain)).toThrow()
})

it('shows neither key nor content, in no object of files', async () => {
  const path = folder.holding('plain', secret)
  const sealed = folder.file('sealed')
  for (const key of [bytes, importKey(bytes.toString('hex'))]) {
    expectNoTrace(await encryptFile(path, sealed, { key, context }))
    const file = await openEncrypted(sealed, { key, context })
    await file.read(Buffer.alloc(10), 0)
    expectNoTrace(file)
    await file.close()
    expectNoTrace(await decryptFile(sealed, folder.file('copy'), { key, context }))
    const made = newFileSecret(importKey(bytes.toString('hex')), context)
    expectNoTrace(made)
    const cipher = fileCipherOf(importKey(bytes.toString('hex')), context, made.header)
    expect(made.header).toHaveLength(fileHeaderBytes)
    expectNoTrace(cipher)
    const sealer = new ChunkSealer(made)
    const opener = new ChunkOpener(importKey(bytes.toString('hex')), context)
    const pieces = sealer.update(Buffer.concat([Buffer.alloc(16_384), secret]))
    opener.update(Buffer.concat(pieces), () => {})
    expectNoTrace([sealer, opener])

    const [encrypt, decrypt] = [encryptStream({ key }), decryptStream({ key })]
    const writer = createEncrypted(folder.file('written'), { key })
    for (const stream of [encrypt, writer]) {
      await new Promise((resolve) => stream.write(secret, resolve))
      expectNoTrace(stream)
    }
    expectNoTrace(decrypt)
    for (const stream of [encrypt, decrypt, writer]) stream.destroy()
  }
})

it('shows neither in an error', async () => {
  const sealed = folder.file('sealed')
  const failures = await Promise.all(
    [
      openEncrypted(sealed, { key: bytes }),
      openEncrypted(sealed, { key: generateKey(), context }),
      openEncrypted(sealed, { key: bytes.subarray(1) }),
      openEncrypted(bytes as unknown as string, { key: bytes }),
      openEncrypted(folder.path, { key: bytes }),
      decryptFile(folder.file('plain'), folder.file('copy'), { key: bytes }),
      decryptFile(sealed, folder.path, { key: bytes, context }),
      encryptFile(sealed, folder.file('copy'), { key: bytes, context: 'text' as never }),
      encryptFile(sealed, folder.file('copy'), bytes as never),
    ].map((work) =>
      work.then(
        () => 'done',
        (error: unknown) => error,
      ),
    ),
  )
  for (const failure of failures) {
    expect(failure).toHaveProperty('code')
    expectNoTrace(failure)
  }
})
