import { expect, test } from 'vitest'
import { RepeatingProgram } from './repeating-program.js'

const answers = (text: string): readonly string[] => [
  '-e',
  `let n = 0; process.stdin.on('data', () => console.log(${text}))`,
]

test('works once for each time it is asked', async () => {
  const program = new RepeatingProgram(process.execPath, answers('++n * 1.5'))
  expect(await program.measureUs()).toBe(1.5)
  expect(await program.measureUs()).toBe(3)
  await program.close()
})

test('what prints no number, ends by itself or does not exist is an error', async () => {
  const talker = new RepeatingProgram(process.execPath, answers('"well"'))
  await expect(talker.measureUs()).rejects.toThrow('printed no number')
  await talker.close()
  const quitter = new RepeatingProgram(process.execPath, ['-e', 'throw new Error("no library")'])
  await expect(quitter.measureUs()).rejects.toThrow(/exit code 1: [^]*no library/)
  await expect(quitter.measureUs()).rejects.toThrow('exit code 1')
  await quitter.close()
  const missing = new RepeatingProgram('/no-such-program', [])
  await expect(missing.measureUs()).rejects.toThrow('ENOENT')
  await missing.close()
})
