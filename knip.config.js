import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { workspacePackages } from './scripts/workspace-packages.mjs'

const packages = Object.fromEntries(
  workspacePackages().map(({ folder, entries, commands }) => [
    `packages/${folder.split(/[/\\]/).at(-1)}`,
    {
      entry: [
        ...[...entries, ...commands].map(({ source }) =>
          relative(folder, source).replaceAll('\\', '/'),
        ),
        'src/**/*.test{,-d}.ts',
        ...(existsSync(`${folder}/test`) ? ['test/**/*.ts'] : []),
      ],
      project: ['src/**', ...(existsSync(`${folder}/test`) ? ['test/**'] : [])],
      // Loaded or run by name, where they are needed.
      ignoreDependencies: ['@napi-rs/cli', 'node-gyp-build'],
    },
  ]),
)

/** @type {import('knip').KnipConfig} */
export default {
  ignoreExportsUsedInFile: true,
  // What some tests and benches use of the system, and do without.
  ignoreBinaries: ['mkfifo', 'mount', 'umount', 'sox', 'cc', 'pkg-config'],
  workspaces: {
    '.': {
      entry: ['scripts/*.mjs', 'scripts/checks/*.mjs', 'scripts/**/*.test.ts'],
      project: ['scripts/**'],
      ignore: ['scripts/consumer/**', 'scripts/consumer-native/**'],
      // What the scripts run or link by name.
      ignoreDependencies: [
        '@arethetypeswrong/cli',
        '@napi-rs/cli',
        '@patchcord/devices-native',
        'publint',
        'rxjs',
      ],
    },
    ...packages,
    examples: {
      entry: ['*.ts', '*/main.ts', '**/*.test.ts'],
      project: ['**/*.ts'],
    },
    bench: {
      entry: ['src/main.ts', 'src/harness.ts', 'src/benches/*.bench.ts', 'src/**/*.test.ts'],
      project: ['src/**'],
    },
  },
}
