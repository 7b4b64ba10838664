import { expect, test } from 'vitest'
import { childCpuMs } from './child-cpu.js'
import { hasProgram } from './has-program.js'

test.skipIf(!hasProgram('bash'))(
  'needs bash: counts what a program has worked, not waited',
  async () => {
    const works = 'while (process.cpuUsage().user < 600_000);'
    const waits = 'setTimeout(() => {}, 300)'
    const worked = await childCpuMs(process.execPath, ['-e', works])
    const waited = await childCpuMs(process.execPath, ['-e', waits])
    expect(worked - waited).toBeGreaterThan(200)
  },
)

test.skipIf(!hasProgram('bash'))('needs bash: a program that fails is an error', async () => {
  const fails = "console.error('no such file'); process.exit(2)"
  await expect(childCpuMs(process.execPath, ['-e', fails])).rejects.toThrow(
    /exit code 2: no such file/,
  )
})

test('knows which programs there are', () => {
  expect(hasProgram('no-such-program')).toBe(false)
})
