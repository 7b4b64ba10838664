// What a benchmark imports.
export type { Bench, BenchCase, BenchResult, Contestant } from './bench.js'
export { childCpuMs } from './child-cpu.js'
export { hasProgram } from './has-program.js'
