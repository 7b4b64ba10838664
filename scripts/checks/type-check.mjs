import { checkByProgram } from '../check-by-program.mjs'

// Type tests (`*.test-d.ts`) are part of the programs that this compiles.
export const check = checkByProgram('typescript', ['-b'], { command: 'tsc' })
