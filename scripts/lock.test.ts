import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'
import { runCommand } from './run-command.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('work under one name never overlaps', async () => {
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    await sleep(30)
    order.push(`${name} ends`)
  }
  await Promise.all([
    withLock('build', work('first'), folder),
    withLock('build', work('second'), folder),
  ])
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('the lock is given back when the work fails', async () => {
  const failing = withLock('build', () => Promise.reject(new Error('failed')), folder)
  await expect(failing).rejects.toThrow('failed')
  expect(await withLock('build', () => Promise.resolve('done'), folder)).toBe('done')
})

test('the lock of a process that has died is taken over', async () => {
  const { stdout } = await runCommand(process.execPath, ['-p', 'process.pid'])
  writeFileSync(join(folder, 'build.lock'), stdout.trim())
  expect(await withLock('build', () => Promise.resolve('done'), folder)).toBe('done')
})
