import { checkNumber, invalidOption } from '../errors/option-checks.js'
import { maxSampleRate } from '../format/audio-format.js'
import type { BiquadSection, BiquadType } from './biquad-section.js'
import type { ParameterDescriptor } from './parameter-descriptor.js'

/** The numbers of a filter that can be set while it runs. */
export type BiquadParameter = 'frequencyHz' | 'q' | 'bandwidthOctaves' | 'shelfSlope' | 'gainDb'

/** A parameter of one section, with the value that it was given. */
interface GivenParameter extends ParameterDescriptor<BiquadParameter> {
  readonly value: number | undefined
}

const descriptors: Readonly<Record<BiquadParameter, ParameterDescriptor<BiquadParameter>>> = {
  frequencyHz: {
    name: 'frequencyHz',
    unit: 'Hz',
    min: 0.01,
    max: maxSampleRate / 2,
    defaultValue: 1000,
    step: 1,
  },
  q: { name: 'q', unit: '', min: 0.01, max: 1000, defaultValue: Math.SQRT1_2, step: 0.01 },
  bandwidthOctaves: {
    name: 'bandwidthOctaves',
    unit: 'octaves',
    min: 0.01,
    max: 10,
    defaultValue: 1,
    step: 0.01,
  },
  shelfSlope: { name: 'shelfSlope', unit: '', min: 0.01, max: 1, defaultValue: 1, step: 0.01 },
  gainDb: { name: 'gainDb', unit: 'dB', min: -60, max: 60, defaultValue: 0, step: 0.1 },
}

const shelves: readonly BiquadType[] = ['low-shelf', 'high-shelf']
const withGain: readonly BiquadType[] = ['peaking', ...shelves]

/**
 * The parameters that a section has: its frequency, the one width that it was given (else `q`),
 * and, where its type has one, a gain.
 *
 * @internal
 */
export function biquadParameters(section: BiquadSection): readonly GivenParameter[] {
  const { type, gainDb, shelfSlope } = section
  checkNumber('frequencyHz', section.frequencyHz, { min: 0.01, max: maxSampleRate / 2, unit: 'Hz' })
  if (gainDb !== undefined && !withGain.includes(type)) {
    throw invalidOption('gainDb', `absent: a ${type} filter has none`, gainDb)
  }
  if (shelfSlope !== undefined && !shelves.includes(type)) {
    throw invalidOption('shelfSlope', `absent: a ${type} filter has none`, shelfSlope)
  }
  const widths = (['q', 'bandwidthOctaves', 'shelfSlope'] as const).filter(
    (name) => section[name] !== undefined,
  )
  if (widths.length > 1)
    throw invalidOption(
      'q',
      `absent where ${widths.at(-1)} is given, or the other way round`,
      section.q,
    )
  const names: BiquadParameter[] = ['frequencyHz', widths[0] ?? 'q']
  if (withGain.includes(type)) names.push('gainDb')
  return names.map((name) => ({ ...descriptors[name], value: section[name] }))
}
