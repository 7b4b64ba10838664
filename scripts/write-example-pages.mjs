import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { filesBelow } from './content-stamp.mjs'
import { exampleSources } from './example-sources.mjs'
import { cacheFolder, root } from './root.mjs'

/**
 * Writes a page for each example, for the documentation site: its opening comment as the text,
 * then its code, and the files beside it where it is a folder.
 */
export function writeExamplePages() {
  const folder = join(cacheFolder, 'example-pages')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of exampleSources()) {
    const isFolder = basename(file) === 'main.ts'
    const name = isFolder ? basename(dirname(file)) : basename(file, '.ts')
    const files = isFolder
      ? filesBelow(dirname(file), (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      : [file]
    const sources = files.map((path) => ({
      path: relative(root, path).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
      isMain: path === file,
    }))
    writeFileSync(join(folder, `${name}.md`), examplePage(name, sources))
  }
}

/**
 * @param {string} name
 * @param {readonly { path: string, text: string, isMain: boolean }[]} sources
 * @returns {string} Markdown
 */
export function examplePage(name, sources) {
  const main = sources.filter(({ isMain }) => isMain)
  const others = sources.filter(({ isMain }) => !isMain)
  const [intro, code] = splitOpeningComment(main[0]?.text ?? '')
  return [
    `---\ntitle: ${name}\ngroup: Examples\n---\n`,
    `# ${name}\n`,
    ...(intro === '' ? [] : [`${intro}\n`]),
    `\`${main[0]?.path}\`\n\n\`\`\`ts\n${code.trim()}\n\`\`\`\n`,
    ...others.map(({ path, text }) => `\`${path}\`\n\n\`\`\`ts\n${text.trim()}\n\`\`\`\n`),
  ].join('\n')
}

/**
 * @param {string} text
 * @returns {[intro: string, rest: string]}
 */
function splitOpeningComment(text) {
  const block = /^\/\*\*?([\s\S]*?)\*\/\s*/.exec(text)
  if (block !== null) return [withoutMarks(block[1] ?? '', /^\s*\* ?/), text.slice(block[0].length)]
  const lines = /^(\/\/.*\n)+/.exec(text)
  if (lines !== null) return [withoutMarks(lines[0], /^\/\/ ?/), text.slice(lines[0].length)]
  return ['', text]
}

/**
 * @param {string} text
 * @param {RegExp} mark
 */
function withoutMarks(text, mark) {
  return text
    .split('\n')
    .map((line) => line.replace(mark, ''))
    .join('\n')
    .trim()
}
