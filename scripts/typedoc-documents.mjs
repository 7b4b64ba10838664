// A typedoc plug-in: pages are called by their first heading and grouped by their folder, so that
// the Markdown needs no front matter; links to an example's source lead to its page.
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Converter } from 'typedoc'
import { root } from './root.mjs'

const groups = new Map([
  ['guides', 'Guides'],
  ['example-pages', 'Examples'],
  ['decisions', 'Decisions'],
])

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(
    Converter.EVENT_CREATE_DOCUMENT,
    /** @param {unknown} _ @param {import('typedoc').DocumentReflection} page */
    (_, page) => {
      const { files } = page.project
      const path = files.getReflectionPath(page) ?? ''
      const folder = basename(dirname(path))
      page.frontmatter.title ??= headingOf(page)
      page.frontmatter.group ??= groups.get(folder) ?? 'Project'
      if (folder !== 'example-pages') return
      const name = basename(path, '.md')
      for (const source of [`${name}.ts`, `${name}/main.ts`]) {
        const file = join(root, 'examples', source)
        if (existsSync(file)) files.registerReflectionPath(/** @type {never} */ (file), page)
      }
    },
  )
}

/** @param {import('typedoc').DocumentReflection} page */
function headingOf(page) {
  const text = page.content.map((part) => part.text).join('')
  return (/^# (.+)$/m.exec(text)?.[1] ?? page.name).replaceAll(/[`*_]/g, '')
}
