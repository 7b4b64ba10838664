import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { claimedOutput, printedAsClaimed } from '../claimed-output.mjs'
import { compileSnippets } from '../compile-snippets.mjs'
import { filesBelow } from '../content-stamp.mjs'
import { eachAtOnce } from '../each-at-once.mjs'
import { docCommentSnippets, markdownSnippets } from '../extract-snippets.mjs'
import { inTemporaryFolder } from '../in-temporary-folder.mjs'
import { root } from '../root.mjs'
import { runCommand } from '../run-command.mjs'
import { snippetRecording } from '../snippet-fixture.mjs'
import { buildOnce } from '../set-up.mjs'

const timeoutMs = 30_000

/**
 * Every code block of the documentation is compiled, and run in a folder of its own that holds
 * `input.wav`. What it prints is compared with what its comments claim. The fence info `ts no-run`
 * is for what cannot run here.
 *
 * @type {import('../run-checks.mjs').Check}
 */
export async function check() {
  await buildOnce()
  const { compiled, errors } = compileSnippets(documentedSnippets())
  if (errors.length > 0) {
    process.stdout.write(`${errors.join('\n')}\n`)
    return { failures: errors.map((error) => error.split('\n', 1)[0] ?? '') }
  }
  const recording = snippetRecording()
  const runnable = compiled.filter(({ snippet }) => snippet.run)
  const outcomes = await eachAtOnce(runnable, 2, ({ snippet, program }) =>
    inTemporaryFolder(async (cwd) => {
      await writeFile(join(cwd, 'input.wav'), recording)
      const result = await runCommand(process.execPath, [program], { cwd, timeoutMs })
      return faultOf(snippet, result)
    }),
  )
  const compared = runnable.filter(({ snippet }) => claimedOutput(snippet.code) !== undefined)
  return {
    failures: outcomes.filter((outcome) => outcome !== undefined),
    note: `${compiled.length} compiled, ${runnable.length} run, ${compared.length} compared`,
  }
}

/**
 * @param {import('../extract-snippets.mjs').Snippet} snippet
 * @param {import('../run-command.mjs').CommandResult} result
 * @returns {string | undefined} what is wrong, if anything
 */
function faultOf(snippet, { code, output, stdout }) {
  const place = `${snippet.file}:${snippet.line}`
  if (code !== 0) {
    process.stdout.write(`--- ${place}\n${output}\n`)
    return code === 124 ? `${place} did not end` : `${place} ended with exit code ${code}`
  }
  const claim = claimedOutput(snippet.code)
  if (claim === undefined || printedAsClaimed(claim, stdout)) return undefined
  process.stdout.write(`--- ${place} claims\n${claim}\n--- and prints\n${stdout}\n`)
  return `${place} does not print what its comments claim`
}

function documentedSnippets() {
  const isPage = (/** @type {string} */ name) =>
    name.endsWith('.md') && !/^(decisions|site)\//.test(name)
  const pages = [
    join(root, 'README.md'),
    ...filesBelow(join(root, 'packages'), (name) => /^[^/]+\/README\.md$/.test(name)),
    ...filesBelow(join(root, 'docs'), isPage),
    ...['examples', 'bench'].flatMap((name) => filesBelow(join(root, name), isPage)),
  ]
  const sources = filesBelow(join(root, 'packages'), (name) => /^[^/]+\/src\/.*\.ts$/.test(name))
  const name = (/** @type {string} */ file) => relative(root, file).replaceAll('\\', '/')
  return [
    ...pages.flatMap((file) => markdownSnippets(name(file), readFileSync(file, 'utf8'))),
    ...sources.flatMap((file) => docCommentSnippets(name(file), readFileSync(file, 'utf8'))),
  ]
}
