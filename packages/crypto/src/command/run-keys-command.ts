import type { Writable } from 'node:stream'
import { isPatchcordError } from '@patchcord/core'
import { agree } from './agree.js'
import { generatePair, generateSecret } from './generate.js'
import type { KeysAnswer } from './keys-answer.js'
import { type KeysRequest, parseKeysArguments } from './parse-keys-arguments.js'
import { showFingerprint } from './show-fingerprint.js'
import { usage } from './usage.js'

/** What the command reaches of its process. */
export interface KeysProcess {
  readonly stdout: Writable
  readonly stderr: Writable
  /** Of the package. */
  readonly version: string
}

/**
 * Runs `patchcord-keys`. Whatever goes wrong is told in one line.
 *
 * @param args - what stands behind the command's name
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function runKeysCommand(args: readonly string[], to: KeysProcess): Promise<number> {
  try {
    const { request, json } = parseKeysArguments(args)
    const { lines, facts } = await answerTo(request, to.version)
    const text = json ? JSON.stringify(facts) : lines.map(visible).join('\n')
    await write(to.stdout, text)
    return 0
  } catch (error) {
    const line = `patchcord-keys: ${visible((error as Error).message)}`
    // Where even this cannot be written, the exit code still tells.
    await write(to.stderr, line).catch(() => {})
    return isPatchcordError(error, 'invalid-option') ? 2 : 1
  }
}

function answerTo(request: KeysRequest, version: string): KeysAnswer | Promise<KeysAnswer> {
  switch (request.name) {
    case 'help':
      return { lines: usage.split('\n'), facts: { usage } }
    case 'version':
      return { lines: [version], facts: { version } }
    case 'generate':
      return generateSecret(...request.files)
    case 'pair':
      return generatePair(...request.files)
    case 'fingerprint':
      return showFingerprint(...request.files)
    case 'agree':
      return agree(...request.files, request.purpose)
  }
}

/** The name of a file may hold anything: it must not break the line, nor command the terminal. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  )
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(new Error(`the answer could not be written: ${error.message}`, { cause: error }))
    // Node raises it as well, and would end the process with many lines.
    stream.once('error', fail)
    stream.write(`${text}\n`, (error) => (error ? fail(error) : resolve()))
  })
}
