// A typedoc plug-in: pages are called by their first heading and grouped by their folder, so that
// the Markdown needs no front matter; links to a README or to an example's source lead to the page
// that is made of it; and no guide is forgotten.
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Converter } from 'typedoc'
import { root } from './root.mjs'
import { workspacePackages } from './workspace-packages.mjs'

const groups = new Map([
  ['guides', 'Guides'],
  ['example-pages', 'Examples'],
  ['decisions', 'Decisions'],
])

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_BEGIN, () => {
    const listed = new Set(app.options.getValue('projectDocuments').map((path) => basename(path)))
    for (const name of readdirSync(join(root, 'docs', 'guides'))) {
      if (!listed.has(name)) app.logger.error(`typedoc.json does not list docs/guides/${name}`)
    }
  })
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => describePage(page))
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { name, folder } of workspacePackages()) {
      const module = project.children?.find((candidate) => candidate.name === name)
      if (module !== undefined) linkTo(module, join(folder, 'README.md'))
    }
  })
}

/** @param {import('typedoc').DocumentReflection} page */
function describePage(page) {
  const path = page.project.files.getReflectionPath(page) ?? ''
  const folder = basename(dirname(path))
  page.name = basename(path, '.md')
  const text = page.content.map((part) => part.text).join('')
  const heading = /^# (.+)$/m.exec(text)?.[1] ?? page.name
  page.frontmatter.title ??= heading.replaceAll(/[`*_]/g, '')
  page.frontmatter.group ??= groups.get(folder) ?? 'Project'
  if (folder !== 'example-pages') return
  for (const source of [`${page.name}.ts`, join(page.name, 'main.ts')]) {
    const file = join(root, 'examples', source)
    if (existsSync(file)) linkTo(page, file)
  }
}

/**
 * @param {import('typedoc').Reflection} page
 * @param {string} file
 */
function linkTo(page, file) {
  const path = /** @type {import('typedoc').NormalizedPath} */ (file.replaceAll('\\', '/'))
  page.project.files.registerReflectionPath(path, page)
}
