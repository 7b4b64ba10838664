import { expect, test } from 'vitest'
import { mutableModuleState } from './module-state-rules.mjs'

const found = (text: string): string[] => mutableModuleState('x.ts', text)

test.each([
  'let count = 0',
  'export var count = 0',
  'const cache = new Map()',
  'const cache: Map<string, number> = new Map()',
  'export const seen = new WeakSet<object>()',
  'class A { static count = 0 }',
  'class A { static readonly all = new Set() }',
])('%s is state', (text) => {
  expect(found(text)).toHaveLength(1)
})

test.each([
  'const limit = 8',
  'const names: ReadonlySet<string> = new Set(["a"])',
  'const make = () => { let count = 0; return () => count++ }',
  'function f() { const cache = new Map(); return cache }',
  'class A { count = 0; static readonly limit = 8; static make() { return new A() } }',
  'declare const x: number',
])('%s is none', (text) => {
  expect(found(text)).toEqual([])
})

test('names the line', () => {
  expect(found('const a = 1\n\nlet b = 2')[0]).toMatch(/^line 3: b /)
})
