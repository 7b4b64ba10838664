import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Where core begins. */
const index = fileURLToPath(new URL('../../core/src/index.ts', import.meta.url))

/** The names of the functions that core exports and that return a port, as the compiler sees it. */
export function portFactories(): readonly string[] {
  const program = ts.createProgram([index], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  })
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(index)
  const module = file && checker.getSymbolAtLocation(file)
  if (file === undefined || module === undefined) throw new Error(`cannot read ${index}`)
  return checker.getExportsOfModule(module).flatMap((symbol) => {
    const type = checker.getTypeOfSymbolAtLocation(symbol, file)
    const returned = type.getCallSignatures().map((signature) => signature.getReturnType())
    // Every port can tell whether the end of the stream was lost; nothing else can.
    const isPort = returned.some((one) => one.getProperty('tailDiscontinuity') !== undefined)
    return isPort ? [symbol.name] : []
  })
}
