import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { compilePeer, peersFolder } from './compile-peer.js'
import { hasProgram } from './has-program.js'
import { RepeatingProgram } from './repeating-program.js'

const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function sourceFile(name: string, text: string): string {
  const path = join(folder, `${name}.c`)
  writeFileSync(path, text)
  return path
}

test('a library that is not installed is a peer that is not', () => {
  expect(compilePeer(sourceFile('lacks', ''), ['no-such-library'], folder)).toBeUndefined()
})

const canCompile = hasProgram('cc')

test.skipIf(!canCompile)('needs cc: what does not compile is an error', () => {
  const broken = sourceFile('broken', 'int main(void) {')
  expect(() => compilePeer(broken, [], folder)).toThrow(/broken\.c does not compile: /)
})

test.skipIf(!canCompile)('needs cc: a program works once for each time it is asked', async () => {
  const worker = sourceFile(
    'worker',
    `#include "${join(peersFolder, 'repeat.h')}"
    static void work(void) { for (volatile int i = 0; i < 20000000; i++); }
    int main(void) { repeat(work); return sample_at(0) != 0; }`,
  )
  const program = new RepeatingProgram(String(compilePeer(worker, [], folder)), [])
  expect(await program.measureUs()).toBeGreaterThan(1000)
  expect(await program.measureUs()).toBeGreaterThan(1000)
  await program.close()
})
