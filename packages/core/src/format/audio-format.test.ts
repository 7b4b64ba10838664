import { expect, it } from 'vitest'
import { type AudioFormat, defaultChannelLayout, describeFormat, sameFormat } from '../index.js'
import { checkFormat } from './audio-format.js'

const stereo: AudioFormat = { sampleRate: 48_000, channelCount: 2 }

it('checks a format at the door', () => {
  expect(checkFormat(stereo)).toBe(stereo)
  for (const [wrong, name] of [
    [undefined, 'format'],
    [null, 'format'],
    [{ ...stereo, sampleRate: 0 }, 'sampleRate'],
    [{ ...stereo, sampleRate: 1_536_001 }, 'sampleRate'],
    [{ ...stereo, channelCount: 1.5 }, 'channelCount'],
    [{ ...stereo, channelCount: 1025 }, 'channelCount'],
    [{ ...stereo, channelLayout: ['M'] }, 'channelLayout'],
  ] as const)
    expect(() => checkFormat(wrong as AudioFormat)).toThrow(name)
})

it('compares formats, and layouts where both are stated', () => {
  const named: AudioFormat = { ...stereo, channelLayout: ['FL', 'FR'] }
  expect(sameFormat(stereo, { ...stereo })).toBe(true)
  expect(sameFormat(stereo, stereo)).toBe(true)
  expect([sameFormat(stereo, named), sameFormat(named, stereo)]).toEqual([true, true])
  expect(sameFormat(named, { ...stereo, channelLayout: ['FL', 'FR'] })).toBe(true)
  expect(sameFormat(named, { ...stereo, channelLayout: ['FL', 'SR'] })).toBe(false)
  expect(sameFormat(stereo, { ...stereo, sampleRate: 44_100 })).toBe(false)
  expect(sameFormat(stereo, { ...stereo, channelCount: 1 })).toBe(false)
})

it('says formats in words and knows the usual layouts', () => {
  expect(describeFormat(stereo)).toBe('48000 Hz, 2 channels')
  expect(describeFormat({ ...stereo, channelCount: 1 })).toBe('48000 Hz, 1 channel')
  for (let count = 1; count <= 8; count++)
    expect(new Set(defaultChannelLayout(count)).size).toBe(count)
  expect(defaultChannelLayout(9)).toBeUndefined()
})
