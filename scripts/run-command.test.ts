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
  expect(output).toContain('stopped after 200 ms')
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
