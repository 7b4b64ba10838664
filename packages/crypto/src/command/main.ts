#!/usr/bin/env node
// patchcord-keys: see usage.ts. The one file that knows the process it runs in.
import { createRequire } from 'node:module'
import { runKeysCommand } from './run-keys-command.js'

const { version } = createRequire(import.meta.url)('@patchcord/crypto/package.json') as {
  readonly version: string
}
const { argv, stdout, stderr } = process
void runKeysCommand(argv.slice(2), { stdout, stderr, version }).then((code) => {
  process.exitCode = code
})
