import { AudioBuffer } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { Waveform } from './waveform.js'

function buffer(position: number, ...channels: number[][]): AudioBuffer {
  const samples = Float32Array.from(channels.flat())
  return new AudioBuffer({ sampleRate: 8000, channelCount: channels.length, position, samples })
}

describe('Waveform', () => {
  it('keeps a short recording as it is', () => {
    const waveform = new Waveform(8)
    waveform.add(buffer(0, [0.5, -0.25]))
    expect(waveform.columns()).toEqual([
      { min: 0, max: 0.5, rms: 0.5 },
      { min: -0.25, max: 0, rms: 0.25 },
    ])
  })

  it('never has more columns than asked for, and no fewer than half', () => {
    const waveform = new Waveform(8)
    for (let position = 0; position < 1000; position += 10) {
      waveform.add(
        buffer(
          position,
          Array.from({ length: 10 }, () => 0.5),
        ),
      )
      const { length } = waveform.columns()
      expect(length).toBeLessThanOrEqual(8)
      if (position > 0) expect(length).toBeGreaterThanOrEqual(4)
    }
    expect(waveform.framesPerColumn).toBe(128)
    expect(waveform.endFrame).toBe(1000)
    for (const column of waveform.columns()) expect(column).toEqual({ min: 0, max: 0.5, rms: 0.5 })
  })

  it('gives the same columns however the recording is cut', () => {
    const samples = Array.from({ length: 500 }, (_, index) => Math.fround(Math.sin(index * index)))
    const whole = new Waveform(16)
    whole.add(buffer(0, samples))
    const pieces = new Waveform(16)
    let position = 0
    for (const length of [1, 2, 97, 300, 63, 37]) {
      pieces.add(buffer(position, samples.slice(position, position + length)))
      position += length
    }
    const [left, right] = [whole.columns(), pieces.columns()]
    expect(left.map(({ min, max }) => [min, max])).toEqual(right.map(({ min, max }) => [min, max]))
    left.forEach(({ rms }, index) => expect(rms).toBeCloseTo(right[index]?.rms as number, 12))
  })

  it('draws all channels as one', () => {
    const waveform = new Waveform(4)
    waveform.add(buffer(0, [1], [-0.5]))
    expect(waveform.columns()).toEqual([{ min: -0.5, max: 1, rms: Math.sqrt(1.25 / 2) }])
  })

  it('takes what is missing for silence', () => {
    const waveform = new Waveform(8)
    waveform.add(buffer(2, [1]))
    expect(waveform.columns().map(({ max }) => max)).toEqual([0, 0, 1])
  })

  it('is empty without audio', () => {
    expect(new Waveform().columns()).toEqual([])
  })
})
