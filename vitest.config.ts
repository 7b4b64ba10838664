import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { workspacePackages } from './scripts/workspace-packages.mjs'

// Tests run on the sources, so that coverage and stack traces point at them and no build is needed.
const alias = workspacePackages().flatMap(({ entries }) =>
  entries.map(({ specifier, source }) => ({
    find: new RegExp(`^${specifier}$`),
    replacement: source,
  })),
)

/** What core and its contracts are tested without: whether it is there would make a difference. */
const noNativeBackend = {
  alias: [
    {
      find: /^@patchcord\/devices-native\/backend$/,
      replacement: fileURLToPath(
        new URL('packages/core/test-support/no-native-backend.ts', import.meta.url),
      ),
    },
  ],
}

function project(name: string, include: string[]) {
  const resolve = name === 'core' || name === 'contracts' ? noNativeBackend : {}
  return { extends: true as const, resolve, test: { name, include } }
}

export default defineConfig({
  resolve: { alias },
  test: {
    // The workers of two cores; more would only make timing tests wait for each other.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      ...workspacePackages().map(({ folder }) => {
        const name = folder.slice(folder.lastIndexOf('/') + 1)
        const tests = [`packages/${name}/src/**/*.test.ts`, `packages/${name}/test/**/*.test.ts`]
        // `core` must not depend on `testkit`, so its contract tests live with the suites.
        return project(name, name === 'testkit' ? tests.slice(0, 1) : tests)
      }),
      project('contracts', ['packages/testkit/test/**/*.test.ts']),
      project('examples', ['examples/**/*.test.ts']),
      project('bench', ['bench/src/**/*.test.ts']),
      project('scripts', ['scripts/**/*.test.ts']),
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: {
        'packages/core/src/**': { lines: 95, branches: 95 },
        'packages/!(core)/src/**': { lines: 90, branches: 90 },
      },
    },
  },
})
