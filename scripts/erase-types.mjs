import { dirname, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { transformSync } from 'oxc-transform'

/**
 * Rollup plug-in that reads TypeScript: finds `./x.ts` behind an import of `./x.js` and takes the
 * types away, file by file. It checks nothing; `tsc -b` does that.
 *
 * @returns {import('rollup').Plugin}
 */
export function eraseTypes() {
  return {
    name: 'erase-types',
    resolveId(source, importer) {
      if (importer === undefined || !/^\.{1,2}\/.*\.js$/.test(source)) return null
      const file = resolve(dirname(importer), source.replace(/\.js$/, '.ts'))
      return existsSync(file) ? file : null
    },
    transform(code, id) {
      if (!id.endsWith('.ts')) return null
      const result = transformSync(id, code, {
        lang: 'ts',
        sourceType: 'module',
        sourcemap: true,
        target: 'es2022',
        typescript: { onlyRemoveTypeImports: true },
      })
      if (result.errors.length > 0) {
        this.error(
          result.errors
            .map(({ message, codeframe }) => `${message}\n${codeframe ?? ''}`)
            .join('\n'),
        )
      }
      return { code: result.code, map: result.map ?? null }
    },
  }
}
