import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildExamples, startExample } from './testing/run-example.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = await temporaryFolder()
const names = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -3))

beforeAll(buildExamples, 120_000)

describe('the examples', () => {
  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(9)
  })

  it.each(names)('%s runs and leaves nothing behind', async (name) => {
    const { child, finished } = startExample(name, [], folder)
    onTestFinished(() => void child.kill('SIGKILL'))
    const { code, stdout, stderr } = await finished
    expect(code, stderr).toBe(0)
    expect(stdout).not.toBe('')
    expect(readdirSync(folder)).toEqual([])
  })

  it.each(names)('%s opens with a comment that is its page', (name) => {
    const text = readFileSync(`${here}/${name}.ts`, 'utf8')
    expect(text).toMatch(/^\/\*\*\n( \* \S.*\n)+/)
    expect(text).toContain("from 'node:assert/strict'")
  })
})
