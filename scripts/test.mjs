// npm test: installs, builds and runs every check. Its last line says how many passed and failed.
//
//   npm test -- --only unit,lint    only these checks
//   npm test -- --list              their names
import { checkNames, runChecks } from './run-checks.mjs'
import { install } from './set-up.mjs'

const args = process.argv.slice(2)

if (args[0] === '--list') {
  console.log(checkNames.join('\n'))
} else {
  try {
    await install()
    process.exitCode = await runChecks(selection(args))
  } catch (error) {
    console.error(`patchcord: ${/** @type {Error} */ (error).message}`)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  }
}

/** @param {readonly string[]} words */
function selection(words) {
  if (words.length === 0) return checkNames
  const [option, list] = words[0]?.includes('=') ? words[0].split('=') : words
  const names = list?.split(',') ?? []
  const unknown = names.filter((name) => !checkNames.includes(name))
  if (option !== '--only' || names.length === 0 || unknown.length > 0) {
    throw new Error(`expected --only with some of ${checkNames.join(', ')}; got ${words.join(' ')}`)
  }
  return checkNames.filter((name) => names.includes(name))
}
