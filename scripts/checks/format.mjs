import { checkByProgram } from '../check-by-program.mjs'

export const check = checkByProgram('prettier', ['--check', '--log-level=warn', '.'], {
  hint: 'some files are not formatted; `npm run format` does it',
})
