import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hasAddons, testingPath } from './addons.test-support.js'

/** Runs in a process of its own, whose memory nobody else uses. */
const program = `
const addon = require(process.argv[1])
const kernel = (spec) => addon.createKernel(JSON.stringify(spec), 48000, 2)
const gain = { kernel: 'gain', gain: 0.5, rampFrames: 480 }
const biquad = { kernel: 'biquad', sections: [[0.2, 0.1, 0.05, -0.3, 0.1]], rampFrames: 480 }
const kernels = [
  kernel(gain), kernel(biquad), kernel(biquad),
  kernel({ kernel: 'limiter', ceiling: 0.5, lookAheadFrames: 64, releaseCoefficient: 0.01 }),
  kernel({ kernel: 'levelMeter', windowFrames: 4800 }),
]
const alone = kernel(biquad)
const chain = addon.createChain(kernels)
const frames = 128
const samples = new Float32Array(2 * frames).fill(0.9)
const encoder = addon.createPcmEncoder('s24le', 2, 'interleaved', 'tpdf', 1)
const decoder = addon.createPcmDecoder('s24le', 2, 'interleaved')
const bytes = new Uint8Array(6 * frames)
const [each, times, readings] = [5, 5, 64].map((length) => new Float64Array(length))
const block = () => {
  chain.outputFrames(frames, each)
  chain.process(samples, frames, samples)
  chain.processTimed(samples, frames, samples, times)
  alone.process(samples, frames, samples)
  encoder.encode(samples, frames, bytes, 0, 0)
  decoder.decode(bytes, 0, frames, samples, 0)
  for (const kernel of kernels) if (kernel.hasReadings()) kernel.takeReadings(readings)
}
// The limiter is filled first: until then fewer frames come out than go in.
kernels[3].process(samples, frames, new Float32Array(2 * kernels[3].outputFrames(frames)))
for (let turn = 0; turn < 2000; turn++) block()
gc()
const before = { allocations: addon.allocations(), ...process.memoryUsage() }
for (let turn = 0; turn < 100_000; turn++) block()
const allocations = addon.allocations() - before.allocations
gc()
const { arrayBuffers, external } = process.memoryUsage()
console.log(JSON.stringify({
  allocations,
  arrayBuffers: arrayBuffers - before.arrayBuffers,
  external: external - before.external,
}))
`

describe.skipIf(!hasAddons)('the steady state (needs Rust)', () => {
  it('asks for no memory in 100 000 buffers, in Rust or in JavaScript', async () => {
    const args = ['--expose-gc', '-e', program, testingPath]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const { allocations, arrayBuffers, external } = JSON.parse(stdout) as Record<string, number>
    expect(allocations).toBe(0)
    expect(arrayBuffers).toBeLessThanOrEqual(0)
    expect(external).toBeLessThan(4096)
  }, 120_000)

  it('gives memory back with the objects it belongs to', async () => {
    const forgetful = `
const addon = require(process.argv[1])
const spec = JSON.stringify({ kernel: 'limiter', ceiling: 1, lookAheadFrames: 100_000, releaseCoefficient: 1 })
const turn = async () => {
  for (let index = 0; index < 50; index++) addon.createChain([addon.createKernel(spec, 48000, 2)])
  gc()
  // Finalizers run between tasks.
  await new Promise((resolve) => setImmediate(resolve))
}
const main = async () => {
  for (let index = 0; index < 4; index++) await turn()
  const before = process.memoryUsage().rss
  for (let index = 0; index < 40; index++) await turn()
  console.log(process.memoryUsage().rss - before)
}
void main()
`
    const args = ['--expose-gc', '-e', forgetful, testingPath]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    // 2000 of them would take more than 1.6 GB.
    expect(Number(stdout)).toBeLessThan(200_000_000)
  }, 120_000)
})
