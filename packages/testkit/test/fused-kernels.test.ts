import * as core from '@patchcord/core'
import { type ProcessorExpectations, processorContract } from '@patchcord/testkit/contracts'
import { describe, expect, it } from 'vitest'
import { chainedBackend } from '../../core/test-support/chained-backend.js'

const calls = { count: 0 }
const backend = chainedBackend(calls)
const pass = (o: core.PortOptions): core.AnyProcessor => core.gain({ ...o, name: 'pass', backend })

/** Every subject stands between kernels that it is fused with in a `pipeline()`. */
const between: ProcessorExpectations = {
  ignoresChunking: true,
  neighbours: (o) => [[pass(o)], [pass(o), pass(o)]],
}

const suites = {
  gain: processorContract((o) => core.gain({ ...o, backend, gainDb: -6 }), between),
  highPass: processorContract((o) => core.highPass({ ...o, backend, frequencyHz: 80 }), between),
  fade: processorContract(
    (o) => core.fade({ ...o, backend, direction: 'in', durationMs: 30 }),
    between,
  ),
  limiter: processorContract((o) => core.limiter({ ...o, backend }), between),
  levelMeter: processorContract((o) => core.levelMeter({ ...o, backend }), between),
  channelMap: processorContract(
    (o) => core.channelMap({ ...o, backend, channels: [0, 0, null] }),
    between,
  ),
  channelMix: processorContract(
    (o) => core.channelMix({ ...o, backend, channelCount: 1 }),
    between,
  ),
  resample: processorContract((o) => core.resample({ ...o, backend, sampleRate: 16_000 }), {
    ...between,
    keepsFrames: false,
  }),
}

describe.each(Object.entries(suites))('%s among kernels', (_name, cases) => {
  it.each([...cases])('$rule: $name', ({ run }) => run())
})

describe('the kernels around', () => {
  it('were fused with it', () => {
    expect(calls.count).toBeGreaterThan(100)
  })
})
