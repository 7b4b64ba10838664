import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { nativePackage } from './build-native.mjs'
import { prebuildTargets } from './prebuild-targets.mjs'
import { root } from './root.mjs'

interface Job {
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly steps: readonly { readonly run?: string; readonly with?: Record<string, unknown> }[]
  readonly strategy?: { readonly matrix: { readonly include: readonly Row[] } }
}

interface Row {
  readonly target: string
  readonly triple: string
  readonly runner: string
  readonly image?: string
}

const { jobs } = parse(readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8')) as {
  jobs: Record<'plan' | 'addon' | 'propose' | 'publish', Job>
}
const rows = jobs.addon.strategy?.matrix.include ?? []

test('the release is built for all systems that there are binaries for, on their machines', () => {
  expect(rows.map(({ target, triple, runner }) => [target, triple, runner])).toEqual(
    Object.entries(prebuildTargets).map(([name, { triple, runner }]) => [name, triple, runner]),
  )
})

test('what is for Linux is run with the C library that it is for', () => {
  for (const { target, image } of rows) {
    const libc = target.split('-')[2]
    const images = { glibc: /^node:20-buster/, musl: /^node:20-alpine/ }
    if (libc === undefined) expect(image, target).toBeUndefined()
    else expect(image, target).toMatch(images[libc as keyof typeof images])
  }
})

test('nothing is published before all binaries are there and have been checked', () => {
  const { publish } = jobs
  expect(publish.needs).toContain('addon')
  // `if: always()` and the like would go on without them.
  expect(publish.if).toBeUndefined()
  const steps = publish.steps.map((step) => JSON.stringify(step))
  const download = steps.findIndex((step) => step.includes('download-artifact'))
  const check = steps.findIndex((step) => step.includes('node scripts/check-prebuilds.mjs'))
  const release = steps.findIndex((step) => step.includes('npm run release'))
  expect(download).toBeGreaterThan(-1)
  expect(check).toBeGreaterThan(download)
  expect(release).toBeGreaterThan(check)
})

test('who publishes by hand is held to the same', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(scripts.release).toMatch(/^node scripts\/check-prebuilds\.mjs && /)
})

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-gyp-build-'))
  for (const target of Object.values(prebuildTargets)) {
    mkdirSync(join(folder, 'prebuilds', target.folder), { recursive: true })
    writeFileSync(join(folder, 'prebuilds', target.folder, target.file), '')
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const find = 'process.stdout.write(require(process.argv[1]).path(process.argv[2]))'
const nodeGypBuild = createRequire(join(nativePackage, 'package.json')).resolve('node-gyp-build')

function found(environment: Record<string, string>): string {
  const { LIBC: _, ...inherited } = process.env
  const env = { ...inherited, ...environment }
  return execFileSync(process.execPath, ['-e', find, nodeGypBuild, folder], {
    encoding: 'utf8',
    env,
  })
}

test.each(Object.entries(prebuildTargets))(
  'node-gyp-build finds what is for %s',
  (name, target) => {
    const [platform = '', arch = '', libc] = name.split('-')
    const path = found({
      npm_config_platform: platform,
      npm_config_arch: arch,
      ...(libc === undefined ? {} : { LIBC: libc }),
    })
    expect(path).toBe(join(folder, 'prebuilds', target.folder, target.file))
  },
)
