import {
  type KernelBackend,
  type KernelChain,
  type KernelInstance,
  type KernelSpec,
  jsBackend,
} from '@patchcord/core'
import { chainedBackend } from '../../../core/test-support/chained-backend.js'

/** A backend with one thing wrong. */
export interface BrokenBackend {
  readonly what: string
  readonly breaks: string
  readonly also: readonly string[]
  readonly make: () => KernelBackend
}

type Change = (kernel: KernelInstance, spec: KernelSpec) => Partial<KernelInstance>
type ChainChange = (chain: KernelChain, kernels: readonly KernelInstance[]) => Partial<KernelChain>

/** The same object but for some of its members. */
function over<T extends object>(good: T, changed: Partial<T>): T {
  return new Proxy(good, {
    get: (target, name) => {
      if (Object.hasOwn(changed, name)) return Reflect.get(changed, name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Kernels with something wrong, that nobody fuses. */
function kernels(change: Change, only?: KernelSpec['kernel']): () => KernelBackend {
  return () => ({
    name: 'native',
    create: (spec, input) => {
      const good = jsBackend.create(spec, input)
      return only === undefined || spec.kernel === only ? over(good, change(good, spec)) : good
    },
  })
}

/** Good kernels with something wrong when they are fused. */
function chains(change: ChainChange): () => KernelBackend {
  const good = chainedBackend()
  return () => ({
    ...good,
    fuse: (list) => {
      const chain = (good.fuse as NonNullable<KernelBackend['fuse']>)(list)
      return over(chain, change(chain, list))
    },
  })
}

const everything = ['samples', 'in-place', 'special-samples', 'changes', 'flush']
const allChains = ['chain', 'chain-timed', 'chain-length']

/** One for each rule at least. */
export const brokenBackends: readonly BrokenBackend[] = [
  {
    what: 'hides its delay',
    breaks: 'set-up',
    also: [],
    make: kernels(() => ({ latencyFrames: 0 }), 'limiter'),
  },
  {
    what: 'is off in the last bit',
    breaks: 'samples',
    also: everything,
    make: kernels(
      (good) => ({
        process: (input, frameCount, output) => {
          good.process(input, frameCount, output)
          for (let at = 0; at < output.length; at++)
            output[at] = (output[at] as number) * (1 - 2 ** -24)
        },
      }),
      'gain',
    ),
  },
  {
    what: 'writes where it reads',
    breaks: 'samples',
    also: everything,
    make: kernels(
      (good) => ({
        process: (input, frameCount, output) => {
          good.process(input, frameCount, output)
          input.fill(0)
        },
      }),
      'channelMix',
    ),
  },
  {
    what: 'spoils what it still has to read',
    breaks: 'in-place',
    also: ['flush'],
    make: kernels(
      (good) => ({
        process: (input, frameCount, output) => {
          if (input === output) output.reverse()
          good.process(input, frameCount, output)
        },
      }),
      'biquad',
    ),
  },
  {
    what: 'lets NaN into its memory',
    breaks: 'special-samples',
    also: [],
    make: kernels(
      (good) => ({
        process: (input, frameCount, output) => {
          const spoilt = input.some(Number.isNaN)
          good.process(input, frameCount, output)
          if (spoilt) output.fill(NaN)
        },
      }),
      'limiter',
    ),
  },
  {
    what: 'steps where it should ramp',
    breaks: 'changes',
    also: ['flush'],
    make: kernels(
      (good) => ({
        update: (spec) => good.update?.({ ...spec, rampFrames: 0 } as KernelSpec),
      }),
      'gain',
    ),
  },
  {
    what: 'forgets what it measured when it is emptied',
    breaks: 'flush',
    also: everything,
    make: kernels(
      (good) => ({
        flush: (output) => {
          good.flush(output)
          good.takeReadings?.()
        },
      }),
      'levelMeter',
    ),
  },
  {
    what: 'goes on where it was',
    breaks: 'flush',
    also: [],
    make: kernels((good) => {
      let first: number | undefined
      return { startAt: (position) => good.startAt((first ??= position)) }
    }, 'fade'),
  },
  {
    what: 'begins anew with each block',
    breaks: 'blocks',
    also: everything,
    make: kernels(
      (good, spec) => ({
        process: (input, frameCount, output) =>
          jsBackend.create(spec, good.output).process(input, frameCount, output),
      }),
      'biquad',
    ),
  },
  {
    what: 'takes any name',
    breaks: 'unknown',
    also: [],
    make: () => ({
      name: 'native',
      create: (spec, input) =>
        (spec.kernel as string) === 'no such kernel'
          ? jsBackend.create({ kernel: 'gain', gain: 1, rampFrames: 0 }, input)
          : jsBackend.create(spec, input),
    }),
  },
  {
    what: 'counts the frames of the first kernel only',
    breaks: 'chain',
    also: [...allChains, 'fused'],
    make: chains(() => ({ outputFrames: (frameCount, each) => void each.fill(frameCount) })),
  },
  {
    what: 'keeps what was measured to itself',
    breaks: 'chain',
    also: [...allChains, 'fused'],
    make: chains((chain) => ({
      process: (...block) => {
        chain.process(...block)
        return 0
      },
    })),
  },
  {
    what: 'times no kernel',
    breaks: 'chain-timed',
    also: [],
    make: chains((chain) => ({
      processTimed: (input, frameCount, output, timesUs) => {
        const mask = chain.processTimed(input, frameCount, output, timesUs)
        timesUs.fill(NaN)
        return mask
      },
    })),
  },
  {
    what: 'joins eight kernels at most',
    breaks: 'chain-length',
    also: [],
    make: chains((chain, list) => ({
      process: (input, frameCount, output) => {
        if (list.length <= 8) return chain.process(input, frameCount, output)
        output.fill(0)
        return 0
      },
    })),
  },
  {
    what: 'fuses with a state of its own',
    breaks: 'fused',
    also: allChains,
    make: () => {
      const good = chainedBackend()
      const specs = new WeakMap<KernelInstance, () => KernelInstance>()
      return {
        name: 'native',
        create: (spec, input) => {
          const kernel = good.create(spec, input)
          specs.set(kernel, () => good.create(spec, input))
          return kernel
        },
        fuse: (list) => {
          const copies = list.map((kernel) => (specs.get(kernel) as () => KernelInstance)())
          for (const copy of copies) copy.startAt(0)
          return (good.fuse as NonNullable<KernelBackend['fuse']>)(copies)
        },
      }
    },
  },
]
