import { defineConfig } from 'vitest/config'
import { workspacePackages } from './scripts/workspace-packages.mjs'

// Tests run on the sources, so that coverage and stack traces point at them and no build is needed.
const alias = workspacePackages().flatMap(({ entries }) =>
  entries.map(({ specifier, source }) => ({
    find: new RegExp(`^${specifier}$`),
    replacement: source,
  })),
)

function project(name: string, include: string[]) {
  return { extends: true as const, test: { name, include } }
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
        return project(name, [`packages/${name}/src/**/*.test.ts`])
      }),
      // `core` must not depend on `testkit`, so its contract tests live with the suites.
      project('contracts', ['packages/*/test/**/*.test.ts']),
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
