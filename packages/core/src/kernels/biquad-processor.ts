import { PatchcordError } from '../errors/patchcord-error.js'
import type { AudioFormat } from '../format/audio-format.js'
import { msToFrames } from '../time/time.js'
import { biquadCoefficients } from './biquad-coefficients.js'
import { type BiquadParameter, biquadParameters } from './biquad-parameters.js'
import type { BiquadSection } from './biquad-section.js'
import type { KernelOptions } from './kernel-options.js'
import { KernelProcessor } from './kernel-processor.js'
import { ParameterSet } from './parameter-set.js'
import { type RampOptions, rampMsOf } from './ramp.js'

/** How a parameter of a section is called in the processor: `q` alone, `0.q` in a cascade. */
type NameOf = (parameter: BiquadParameter, index: number) => string

/** Makes the processor behind all filters. @internal */
export function biquadProcessor<Name extends string>(
  name: string,
  sections: readonly BiquadSection[],
  nameOf: NameOf,
  options: KernelOptions & RampOptions,
): KernelProcessor<Name> {
  const rampMs = rampMsOf(options)
  const given = sections.map((section) => biquadParameters(section))
  const initial: Record<string, number> = {}
  const descriptors = given.flatMap((parameters, index) =>
    parameters.map(({ value, ...descriptor }) => {
      const full = nameOf(descriptor.name, index)
      if (value !== undefined) initial[full] = value
      return { ...descriptor, name: full as Name }
    }),
  )
  const set = new ParameterSet<Name>(descriptors, initial as Partial<Record<Name, number>>)
  const sectionNow = (index: number): BiquadSection => {
    const values = (given[index] ?? []).map(
      (p) => [p.name, set.get(nameOf(p.name, index) as Name)] as const,
    )
    return { ...(sections[index] as BiquadSection), ...Object.fromEntries(values) }
  }
  return new KernelProcessor<Name>(
    {
      name,
      parameters: set,
      kernel: (input) => ({
        kernel: 'biquad',
        sections: sections.map((_section, index) => coefficientsOf(sectionNow(index), input)),
        rampFrames: msToFrames(rampMs, input.sampleRate),
      }),
    },
    options,
  )
}

function coefficientsOf(
  section: BiquadSection,
  { sampleRate }: AudioFormat,
): ReturnType<typeof biquadCoefficients> {
  const { frequencyHz } = section
  if (frequencyHz < sampleRate / 2) return biquadCoefficients(section, sampleRate)
  throw new PatchcordError(
    'invalid-option',
    `frequencyHz must be below half the sample rate, which is ${sampleRate / 2} Hz, got ${frequencyHz}`,
    { details: { frequencyHz, sampleRate } },
  )
}
