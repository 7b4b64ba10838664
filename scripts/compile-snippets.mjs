import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { cacheFolder, root } from './root.mjs'
import { workspacePackages } from './workspace-packages.mjs'

/**
 * @typedef {object} CompiledSnippet
 * @property {import('./extract-snippets.mjs').Snippet} snippet
 * @property {string} program the JavaScript file to run
 */

/**
 * Compiles snippets in one TypeScript program against the built packages, as a user would, with
 * the strictest settings.
 *
 * @param {readonly import('./extract-snippets.mjs').Snippet[]} snippets
 * @returns {{ compiled: CompiledSnippet[], errors: string[] }} errors name the line in the document
 */
export function compileSnippets(snippets) {
  const folder = join(cacheFolder, 'snippets')
  rmSync(folder, { recursive: true, force: true })
  linkPackages(folder)
  const items = snippets.map((snippet, index) => {
    const stem = `${String(index).padStart(3, '0')}-${snippet.file.replaceAll(/[^a-z0-9]+/gi, '-')}-${snippet.line}`
    const file = join(folder, 'src', `${stem}.${snippet.language}`)
    writeFileSync(file, snippet.code)
    return { snippet, file, program: join(folder, 'out', `${stem}.js`) }
  })
  const program = ts.createProgram(
    items.map(({ file }) => file),
    {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      moduleDetection: ts.ModuleDetectionKind.Force,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      allowJs: true,
      skipLibCheck: true,
      rootDir: join(folder, 'src'),
      outDir: join(folder, 'out'),
    },
  )
  const { diagnostics } = program.emit()
  const errors = [...ts.getPreEmitDiagnostics(program), ...diagnostics].map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ')
    const item = items.find(({ file }) => file === diagnostic.file?.fileName)
    if (item === undefined || diagnostic.file === undefined) return message
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
    return `${item.snippet.file}:${item.snippet.line + line}: ${message}`
  })
  return {
    compiled: items.map(({ snippet, program: file }) => ({ snippet, program: file })),
    errors,
  }
}

/**
 * Makes the packages importable from a folder by the names under which they are published.
 *
 * @param {string} folder
 */
function linkPackages(folder) {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(folder, 'src'), { recursive: true })
  mkdirSync(join(modules, '@patchcord'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  for (const item of workspacePackages())
    symlinkSync(item.folder, join(modules, item.name), 'junction')
  symlinkSync(join(root, 'node_modules', 'rxjs'), join(modules, 'rxjs'), 'junction')
}
