import { dts } from 'rollup-plugin-dts'
import { eraseTypes } from './scripts/erase-types.mjs'
import { sourceEntries } from './scripts/source-entries.mjs'
import { root } from './scripts/root.mjs'
import { workspacePackages } from './scripts/workspace-packages.mjs'

/** A workspace package keeps only its own files; everything it imports by name stays an import. */
const external = (/** @type {string} */ id) => !/^[./]/.test(id)

/** Import cycles are the linter's to report; whatever else rollup doubts, such as a misspelt import, ends the build.
 *
 * @type {import('rollup').WarningHandlerWithDefault}
 */
function onwarn(warning) {
  if (warning.code === 'CIRCULAR_DEPENDENCY' || warning.code === 'EMPTY_BUNDLE') return
  throw new Error(warning.message)
}

/** JavaScript and declarations of a published package: one file for each entry, shared parts in chunks.
 *
 * @param {import('./scripts/workspace-packages.mjs').WorkspacePackage} item
 * @returns {import('rollup').RollupOptions[]}
 */
function published({ folder, entries, commands }) {
  /** @param {import('./scripts/workspace-packages.mjs').Entry[]} list */
  const input = (list) => Object.fromEntries(list.map(({ name, source }) => [name, source]))
  const base = { external, onwarn }
  const dir = `${folder}/dist`
  return [
    {
      ...base,
      input: input([...entries, ...commands]),
      plugins: [eraseTypes()],
      output: { dir, format: 'es', chunkFileNames: 'shared/[name].js', sourcemap: true },
    },
    {
      ...base,
      input: input(entries),
      plugins: [
        dts({
          tsconfig: `${folder}/tsconfig.json`,
          compilerOptions: { stripInternal: true },
        }),
      ],
      output: { dir, format: 'es', chunkFileNames: 'shared/[name].d.ts' },
    },
  ]
}

/** JavaScript of a private package: file for file, so that each stays a program of its own.
 *
 * @param {string} name
 * @returns {import('rollup').RollupOptions[]}
 */
function programs(name) {
  const folder = `${root}/${name}`
  const input = sourceEntries(folder)
  if (Object.keys(input).length === 0) return []
  return [
    {
      input,
      external,
      onwarn,
      plugins: [eraseTypes()],
      output: {
        dir: `${folder}/dist`,
        format: 'es',
        sourcemap: true,
        preserveModules: true,
        preserveModulesRoot: folder,
        entryFileNames: '[name].js',
      },
    },
  ]
}

export default [
  ...workspacePackages().flatMap((item) => published(item)),
  ...programs('examples'),
  ...programs('bench'),
]
