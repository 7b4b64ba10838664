// A typedoc plug-in: pages are called by their first heading and grouped by their folder, so that
// the Markdown needs no front matter; links to a README or to an example's source lead to the page
// that is made of it; and no guide is forgotten.
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Converter, ReflectionKind, RendererEvent } from 'typedoc'
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
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => linkNames(project))
  // By now the pages have their addresses, which come from the names of the files.
  app.renderer.on(RendererEvent.BEGIN, ({ project }) => {
    for (const page of project.documents ?? []) page.name = String(page.frontmatter.title)
  })
}

/** @param {import('typedoc').DocumentReflection} page */
function describePage(page) {
  const path = page.project.files.getReflectionPath(page) ?? ''
  const folder = basename(dirname(path))
  const name = basename(path, '.md')
  page.name = name === 'README' ? folder : name
  const text = page.content.map((part) => part.text).join('')
  const heading = /^# (.+)$/m.exec(text)?.[1] ?? page.name
  page.frontmatter.title ??= heading.replaceAll(/[`*_]/g, '')
  page.frontmatter.group ??= groups.get(folder) ?? 'Project'
  if (folder !== 'example-pages') return
  for (const source of [`${name}.ts`, join(name, 'main.ts')]) {
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

/**
 * In Markdown, the name of an export in code type is a link to it.
 *
 * @param {import('typedoc').ProjectReflection} project
 */
function linkNames(project) {
  const modules = project.children ?? []
  /** @type {Map<string, import('typedoc').Reflection>} */
  const exported = new Map()
  for (const { children = [] } of modules) {
    for (const child of children) {
      if (!child.kindOf(ReflectionKind.Reference) && !exported.has(child.name))
        exported.set(child.name, child)
    }
  }
  const texts = [
    project.readme,
    ...modules.map(({ readme }) => readme),
    ...(project.documents ?? []).map(({ content }) => content),
  ]
  for (const parts of texts) {
    for (const [index, part] of (parts ?? []).entries()) {
      const name = part.kind === 'code' ? /^`(\w+)(\(\))?`$/.exec(part.text)?.[1] : undefined
      const target = exported.get(name ?? '')
      if (parts === undefined || target === undefined) continue
      const text = part.text.slice(1, -1)
      parts[index] = { kind: 'inline-tag', tag: '@linkcode', text, target }
    }
  }
}
