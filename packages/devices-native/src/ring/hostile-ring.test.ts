import { isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { type AudioRing, audioRing } from './audio-ring.js'
import { longWord, maxCapacityFrames, samplesAt, word } from './ring-layout.js'
import { ringReader } from './ring-reader.js'
import { ringSink } from './ring-sink.js'
import { ringSource } from './ring-source.js'
import { ringStats } from './ring-stats.js'
import { ringWriter } from './ring-writer.js'

function codeOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    return isPatchcordError(error) ? error.code : String(error)
  }
  return undefined
}

const make = (): AudioRing => audioRing({ sampleRate: 48_000, channelCount: 2, capacityFrames: 8 })

/** A ring whose words are others than its maker wrote. */
function scribbled(words: Readonly<Record<number, number>>): AudioRing {
  const ring = make()
  const view = new Int32Array(ring.memory)
  for (const [at, value] of Object.entries(words)) view[Number(at)] = value
  return ring
}

const attaching = { ringWriter, ringReader, ringSource, ringSink, ringStats }

describe('a handle that is none', () => {
  const shapes: Record<string, AudioRing> = {
    'without the magic number': scribbled({ [word.magic]: 0 }),
    'of another version': scribbled({ [word.version]: 2 }),
    'of a capacity that is no power of two': scribbled({ [word.capacityFrames]: 7 }),
    'of a larger capacity': scribbled({ [word.capacityFrames]: 16 }),
    'of a huge capacity': scribbled({ [word.capacityFrames]: maxCapacityFrames * 2 }),
    'of a negative capacity': scribbled({ [word.capacityFrames]: -8 }),
    'of no channels': scribbled({ [word.channelCount]: 0 }),
    'of more channels': scribbled({ [word.channelCount]: 4 }),
    'of too many marks': scribbled({ [word.markCapacity]: 2 ** 30 }),
    'of two marks': scribbled({ [word.markCapacity]: 2 }),
    'that says something else than its header': { ...make(), channelCount: 1 },
    'of too few bytes': { ...make(), memory: new SharedArrayBuffer(64) },
    'of odd bytes': { ...make(), memory: new SharedArrayBuffer(4097) },
  }
  new Float64Array((shapes['without a rate'] = make()).memory, 0, 8)[longWord.sampleRate] =
    Number.NaN

  it.each(Object.entries(shapes))('is refused: %s', (_name, ring) => {
    for (const attach of Object.values(attaching))
      expect(codeOf(() => attach(ring))).toBe('data-invalid')
  })

  it.each([undefined, null, {}, 7, { ...make(), memory: new ArrayBuffer(4096) }])(
    'is refused: %o',
    (ring) => {
      for (const attach of Object.values(attaching))
        expect(codeOf(() => attach(ring as AudioRing))).toBe('invalid-option')
    },
  )

  it('is refused where its indices or states are impossible', () => {
    for (const words of [
      { [word.writeIndex]: 9 },
      { [word.readIndex]: 1 },
      { [word.markWriteIndex]: 65 },
    ]) {
      expect(codeOf(() => ringReader(scribbled(words)))).toBe('data-invalid')
      expect(codeOf(() => ringWriter(scribbled(words)))).toBe('data-invalid')
    }
    expect(codeOf(() => ringWriter(scribbled({ [word.writerState]: 4 })))).toBe('data-invalid')
    expect(codeOf(() => ringReader(scribbled({ [word.readerState]: -1 })))).toBe('data-invalid')
  })
})

describe('a ring that is scribbled over while it is used', () => {
  it('is refused by the end that sees it', () => {
    const ring = make()
    const words = new Int32Array(ring.memory)
    const [writer, reader] = [ringWriter(ring), ringReader(ring)]
    words[word.readIndex] = 1
    expect(codeOf(() => writer.write(new Float32Array(2)))).toBe('data-invalid')
    words[word.readIndex] = 0
    words[word.writeIndex] = 9
    expect(codeOf(() => reader.read(new Float32Array(2)))).toBe('data-invalid')
    words[word.writeIndex] = 4
    words[word.markWriteIndex] = 1
    words[80] = 100
    expect(codeOf(() => reader.read(new Float32Array(2)))).toBe('data-invalid')
    words[80] = 0
    words[84] = 0
    words[word.markWriteIndex] = 2
    expect(codeOf(() => reader.read(new Float32Array(2)))).toBe('data-invalid')
    words[word.readerState] = 9
    expect(codeOf(() => writer.readerState)).toBe('data-invalid')
  })

  it('never leads an end out of its samples or to another error', () => {
    let state = 1
    const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0)
    let refused = 0
    for (let round = 0; round < 300; round++) {
      const ring = make()
      const words = new Int32Array(ring.memory, 0, samplesAt(64) / 4)
      const [writer, reader] = [ringWriter(ring), ringReader(ring)]
      const into = new Float32Array(16)
      for (let step = 0; step < 20; step++) {
        // Small numbers are the ones that can pass a check.
        words[(random() >>> 1) % 96] = round % 2 === 0 ? random() : (random() >>> 16) % 12
        for (const call of [
          () => writer.writeOrDrop(into),
          () => reader.read(into),
          () => reader.readOrSilence(into),
          () => reader.ended,
          () => ringStats(ring),
        ]) {
          const code = codeOf(call)
          if (code === undefined) continue
          expect(code).toBe('data-invalid')
          refused++
        }
      }
    }
    expect(refused).toBeGreaterThan(1000)
  })
})
