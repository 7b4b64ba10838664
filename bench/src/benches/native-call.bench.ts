import type { KernelChain } from '@patchcord/core'
import type { Bench, BenchCase } from '../harness.js'
import { nativeKernels } from '../native-kernels.js'
import { percentile } from '../percentile.js'

const format = { sampleRate: 48_000, channelCount: 2 }
const frameCount = 1024
const calls = 20_000
/** Their product is 1: samples that go round neither grow nor die away. */
const gains = [2, 0.5, 4, 0.25]

/** What each call took over its arithmetic and over reading the clock, in microseconds. */
function overheadsUs(chain: KernelChain): Float64Array {
  const samples = Float32Array.from({ length: 2 * frameCount }, (_, at) => Math.sin(0.07 * at))
  const timesUs = new Float64Array(gains.length)
  const overheads = new Float64Array(calls)
  const clock = new Float64Array(calls)
  for (let call = 0; call < calls; call++) {
    const empty = performance.now()
    const begin = performance.now()
    chain.processTimed(samples, frameCount, samples, timesUs)
    const end = performance.now()
    clock[call] = (begin - empty) * 1000
    overheads[call] = (end - begin) * 1000 - timesUs.reduce((sum, us) => sum + us, 0)
  }
  const clockUs = percentile(clock, 0.5)
  return overheads.map((us) => us - clockUs)
}

/** What a fused call costs beside its arithmetic: the way from JavaScript to Rust and back. */
export const bench: Bench = {
  name: 'native-call',
  async cases() {
    const { options, reason } = await nativeKernels()
    const { backend } = options
    const chain = backend?.fuse?.(
      gains.map((gain) => backend.create({ kernel: 'gain', gain, rampFrames: 0 }, format)),
    )
    const caseOf = (name: string, share: number, limitUs: number): BenchCase => ({
      name: `4 gains, 1024x2, over the arithmetic, ${name}`,
      unit: 'us',
      // Without the addon there is no call: it is told by `backend`.
      ours: () => (chain === undefined ? NaN : percentile(overheadsUs(chain), share)),
      peer: () => limitUs,
      peerName: 'what we allow',
      backend: () => (chain === undefined ? `js: ${reason}` : 'native'),
      goal: 1,
    })
    return [caseOf('p50', 0.5, 0.5), caseOf('p99', 0.99, 5)]
  },
}
