import { checkChoice, checkKnownOptions, invalidOption } from '../errors/option-checks.js'
import type { BiquadParameter } from './biquad-parameters.js'
import { biquadProcessor } from './biquad-processor.js'
import type { BiquadSection, BiquadType } from './biquad-section.js'
import { type KernelOptions, kernelOptionNames } from './kernel-options.js'
import type { KernelProcessor } from './kernel-processor.js'
import type { RampOptions } from './ramp.js'

/** Options of {@link biquad}. */
export interface BiquadOptions extends KernelOptions, RampOptions {
  /** The filters in their order: 1 to 64. */
  readonly sections: readonly BiquadSection[]
}

/** A parameter of one section of a cascade, by the section's index: `0.frequencyHz`. */
export type CascadeParameter = `${number}.${BiquadParameter}`

const types: readonly BiquadType[] = [
  'low-pass',
  'high-pass',
  'band-pass',
  'band-pass-skirt',
  'notch',
  'all-pass',
  'peaking',
  'low-shelf',
  'high-shelf',
]
const sectionNames = ['type', 'frequencyHz', 'q', 'bandwidthOctaves', 'shelfSlope', 'gainDb']

/**
 * Several second-order filters one after the other, with nothing rounded in between: an equaliser,
 * or a steeper filter. Parameters are named by section: `0.frequencyHz`, `1.gainDb`.
 *
 * @example
 * ```ts
 * import { AudioBuffer, biquad, bufferSource, pipeline, sink } from '@patchcord/core'
 *
 * const ones = new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples: new Float32Array(8000).fill(1) })
 * const steep = biquad({
 *   sections: [
 *     { type: 'low-pass', frequencyHz: 1000, q: 0.541 },
 *     { type: 'low-pass', frequencyHz: 1000, q: 1.307 },
 *   ],
 * })
 * await pipeline(bufferSource([ones]), steep, sink((buffer) => console.log(buffer.samples.at(-1)?.toFixed(3)))).finished // 1.000
 * ```
 */
export function biquad(options: BiquadOptions): KernelProcessor<CascadeParameter> {
  checkKnownOptions('biquad', options ?? null, [...kernelOptionNames, 'rampMs', 'sections'])
  const { sections } = options
  if (!Array.isArray(sections) || sections.length === 0 || sections.length > 64) {
    throw invalidOption('sections', 'an array of 1 to 64 filters', sections)
  }
  for (const section of sections as readonly BiquadSection[]) {
    checkKnownOptions('sections', section ?? null, sectionNames)
    checkChoice('type', section.type, types)
  }
  return biquadProcessor('biquad', sections, (parameter, index) => `${index}.${parameter}`, options)
}
