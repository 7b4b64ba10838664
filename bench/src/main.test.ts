import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BenchResult } from './bench.js'

const built = join(import.meta.dirname, '..', 'dist', 'src')
let folder: string

const noisyBench = `
  console.log('noise at load')
  export const bench = {
    name: 'noisy',
    cases: () => [{
      name: 'prints',
      unit: 'us/call',
      count: 10,
      peerName: 'a missing program',
      peer: null,
      ours() { console.log('noise'); process.stdout.write('more noise') },
    }],
  }
`

// The built harness with a bench of the test's own.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-'))
  cpSync(built, folder, { recursive: true })
  rmSync(join(folder, 'benches'), { recursive: true, force: true })
  cpSync(join(built, 'median.js'), join(folder, 'benches', 'median.js'))
  writeFileSync(join(folder, 'benches', 'noisy.bench.js'), noisyBench)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(folder, 'main.js'), ...args], { encoding: 'utf8' })
}

test.skipIf(!existsSync(built))('with --json standard output holds one object a line', () => {
  const { status, stdout, stderr } = run('noisy', '--json')
  expect(status).toBe(0)
  const result = JSON.parse(stdout) as BenchResult
  expect(result).toMatchObject({ bench: 'noisy', case: 'prints', unit: 'us/call', peer: null })
  expect(result).not.toHaveProperty('ratio')
  expect(stderr).toContain('more noise')
})

test.skipIf(!existsSync(built))('without it, a table', () => {
  const { stdout } = run()
  expect(stdout).toMatch(/^bench +case .*\nnoisy +prints .*a missing program not installed/)
})

test.skipIf(!existsSync(built))('a filter that matches nothing is an error', () => {
  const { status, stderr } = run('other')
  expect(status).toBe(1)
  expect(stderr).toContain("no benchmark matches 'other'")
})
