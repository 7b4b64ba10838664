import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './root.mjs'

/**
 * A check that reads files one by one.
 *
 * @param {() => readonly string[]} list the files, absolute
 * @param {(path: string, text: string) => readonly string[]} rule gets the path from the top
 *   folder, with slashes; returns what is wrong
 * @returns {import('./run-checks.mjs').Check}
 */
export function checkByRule(list, rule) {
  return () => {
    const files = list()
    const failures = files.flatMap((file) => {
      const path = relative(root, file).replaceAll('\\', '/')
      return rule(path, readFileSync(file, 'utf8')).map((line) => `${path}: ${line}`)
    })
    for (const line of failures) process.stdout.write(`    ${line}\n`)
    return Promise.resolve({ failures, note: `${files.length} files` })
  }
}
