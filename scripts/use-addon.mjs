// node scripts/use-addon.mjs FILE ...: loads addons and computes with them. It needs nothing but
// Node, so that it runs where nothing is installed.
import assert from 'node:assert'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)
const spec = JSON.stringify({ kernel: 'gain', gain: 0.5, rampFrames: 0 })

for (const path of process.argv.slice(2)) {
  const addon = require(resolve(path))
  const samples = Float32Array.of(1, -1)
  addon.createChain([addon.createKernel(spec, 48_000, 1)]).process(samples, 2, samples)
  assert.deepStrictEqual([...samples], [0.5, -0.5])
}
