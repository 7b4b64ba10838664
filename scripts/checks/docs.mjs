import { checkByProgram } from '../check-by-program.mjs'

export const check = checkByProgram('typedoc', ['--logLevel', 'Warn'])
