/**
 * @typedef {object} Snippet
 * @property {string} file where it stands
 * @property {number} line of its first line of code, from 1
 * @property {'ts' | 'js'} language
 * @property {boolean} run false after the fence info `no-run`
 * @property {string} code
 */

/**
 * The TypeScript and JavaScript blocks of a Markdown text.
 *
 * @param {string} file named in the result
 * @param {string} text
 * @returns {Snippet[]}
 */
export function markdownSnippets(file, text) {
  return fencedBlocks(file, text.split('\n'), 0)
}

/**
 * The blocks in the doc comments of a TypeScript source.
 *
 * @param {string} file named in the result
 * @param {string} text
 * @returns {Snippet[]}
 */
export function docCommentSnippets(file, text) {
  return [...text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap(({ 0: comment, index }) => {
    const linesBefore = text.slice(0, index).split('\n').length - 1
    const lines = comment.split('\n').map((line) => line.replace(/^\s*\*( |$)/, ''))
    return fencedBlocks(file, lines, linesBefore)
  })
}

/**
 * @param {string} file
 * @param {readonly string[]} lines
 * @param {number} linesBefore
 * @returns {Snippet[]}
 */
function fencedBlocks(file, lines, linesBefore) {
  /** @type {Snippet[]} */
  const snippets = []
  for (let at = 0; at < lines.length; at++) {
    const [, indent, fence, info] = /^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(lines[at] ?? '') ?? []
    if (indent === undefined || fence === undefined || info === undefined) continue
    const first = at + 1
    do at++
    while (at < lines.length && lines[at]?.trim() !== fence)
    const [language = '', ...flags] = info.trim().split(/\s+/)
    const kind = /^(ts|typescript)$/.test(language)
      ? 'ts'
      : /^(js|javascript)$/.test(language)
        ? 'js'
        : undefined
    if (kind === undefined) continue
    snippets.push({
      file,
      line: linesBefore + first + 1,
      language: kind,
      run: !flags.includes('no-run'),
      code: lines
        .slice(first, at)
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
        .join('\n'),
    })
  }
  return snippets
}
