/** @param {Record<string, unknown>} config */
const modifyEsbuildConfig = (config) => ({ ...config, platform: 'node' })

// Compressed, as bundled by esbuild. They are limits, not goals: raise one knowingly.
export default [
  {
    name: 'core, everything',
    path: 'packages/core/dist/index.js',
    import: '*',
    limit: '50 kB',
  },
  {
    name: 'core, a pipeline from file to file',
    path: 'packages/core/dist/index.js',
    import: '{ gain, pipeline, wavFileSink, wavFileSource }',
    limit: '36 kB',
  },
  {
    name: 'core/rx',
    path: 'packages/core/dist/rx/index.js',
    import: '*',
    ignore: ['rxjs'],
    limit: '12 kB',
  },
  {
    name: 'crypto',
    path: 'packages/crypto/dist/index.js',
    import: '*',
    ignore: ['@patchcord/core'],
    limit: '20 kB',
  },
  {
    name: 'testkit',
    path: 'packages/testkit/dist/index.js',
    import: '*',
    ignore: ['@patchcord/core'],
    limit: '15 kB',
  },
].map((entry) => ({ ...entry, modifyEsbuildConfig }))
