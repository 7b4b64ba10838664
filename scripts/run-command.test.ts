import { afterEach, expect, test, vi } from 'vitest'
import { plainEnvironment, runCommand } from './run-command.mjs'

afterEach(() => vi.unstubAllEnvs())

test('keeps output and exit code', async () => {
  const program = "console.log('out'); console.error('err'); process.exitCode = 4"
  const { code, stdout, output } = await runCommand(process.execPath, ['-e', program])
  expect(code).toBe(4)
  expect(stdout).toBe('out\n')
  expect(output).toContain('err\n')
})

test('ends a program that passes its time', async () => {
  const endless = 'setInterval(() => {}, 1000)'
  const { code, output } = await runCommand(process.execPath, ['-e', endless], { timeoutMs: 200 })
  expect(code).toBe(124)
  expect(output).toContain('stopped after 200 ms of running')
})

test('ends a program that falls silent, and what it has started', async () => {
  const endless = 'for (;;);'
  const parent = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', '${endless}'])
    console.log(child.pid)
  `
  const { code, stdout } = await runCommand(process.execPath, ['-e', parent], { quietMs: 1000 })
  expect(code).toBe(124)
  await vi.waitFor(
    () => expect(() => process.kill(Number(stdout), 0)).toThrow('ESRCH'),
    { timeout: 15_000 }, // process 1 collects the dead in its own time
  )
})

test('what speaks now and then is not silent', async () => {
  const speaks =
    'let n = 0; const t = setInterval(() => { console.log(n); if (++n === 8) clearInterval(t) }, 200)'
  const { code } = await runCommand(process.execPath, ['-e', speaks], { quietMs: 1200 })
  expect(code).toBe(0)
})

test('a program that is missing is an error', async () => {
  await expect(runCommand('no-such-program', [])).rejects.toThrow('ENOENT')
})

test('nested package managers do not get what npm tells its scripts', () => {
  vi.stubEnv('npm_config_json', 'true')
  vi.stubEnv('npm_lifecycle_event', 'test')
  vi.stubEnv('npm_config_cache', '/somewhere')
  expect(plainEnvironment()).not.toHaveProperty('npm_config_json')
  expect(plainEnvironment()).not.toHaveProperty('npm_lifecycle_event')
  expect(plainEnvironment()).toHaveProperty('npm_config_cache', '/somewhere')
})
