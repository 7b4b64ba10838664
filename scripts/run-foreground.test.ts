import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { root } from './root.mjs'

const wrapper = `
  import { runForeground } from ${JSON.stringify(join(root, 'scripts', 'run-foreground.mjs'))}
  process.exitCode = await runForeground(process.execPath, ['-e', process.argv[1]])
`

/** Starts a program below `runForeground`, in a process group of its own, as a terminal does. */
function start(program: string): { child: ChildProcess; output: () => string } {
  const args = ['--input-type=module', '-e', wrapper, program]
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  child.stderr.on('data', (data: Buffer) => (text += data.toString()))
  return { child, output: () => text }
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10)
}

test('passes the exit code on', async () => {
  const { child } = start('process.exit(7)')
  expect((await once(child, 'close'))[0]).toBe(7)
})

test('reports the end by a signal as a shell would', async () => {
  const { child } = start("process.kill(process.pid, 'SIGKILL')")
  expect((await once(child, 'close'))[0]).toBe(128 + 9)
})

const drains = `
  let signals = 0
  process.on('SIGINT', () => {
    console.log('signal ' + ++signals)
    if (signals === 1) setTimeout(() => process.exit(3), 300)
  })
  setInterval(() => {}, 1000)
  console.log('ready')
`

test('a signal that comes twice arrives once, and the end is waited for', async () => {
  const { child, output } = start(drains)
  await waitFor(() => output().includes('ready'))
  // Ctrl-C: the terminal signals the whole group, and npm then signals its child once more.
  process.kill(-child.pid!, 'SIGINT')
  child.kill('SIGINT')
  expect((await once(child, 'close'))[0]).toBe(3)
  expect(output()).toBe('ready\nsignal 1\n')
})
