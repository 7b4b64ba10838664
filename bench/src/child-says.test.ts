import { expect, test } from 'vitest'
import { childSays } from './child-says.js'
import { hasProgram } from './has-program.js'

test.skipIf(!hasProgram('bash'))('needs bash: returns what a program says', async () => {
  const script = 'console.log("out"); console.error(process.argv[1])'
  expect(await childSays(process.execPath, ['-e', script, 'two words'])).toBe('two words\n')
})

test.skipIf(!hasProgram('bash'))('needs bash: a program that fails is an error', async () => {
  const fails = "console.error('no such file'); process.exitCode = 2"
  await expect(childSays(process.execPath, ['-e', fails])).rejects.toThrow(
    /exit code 2: no such file/,
  )
})
