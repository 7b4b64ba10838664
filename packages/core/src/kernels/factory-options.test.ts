import { describe, expect, it } from 'vitest'
import {
  bandPass,
  biquad,
  channelMap,
  channelMix,
  fade,
  gain,
  levelMeter,
  limiter,
  lowPass,
  lowShelf,
  peaking,
  resample,
} from './index.js'

describe('options of the factories', () => {
  const bad: readonly [string, () => unknown, string][] = [
    ['gain', () => gain({ gaindB: 1 } as never), "gain has no option 'gaindB'"],
    ['gain', () => gain({ gainDb: Number.NaN }), 'gainDb must be'],
    ['gain', () => gain({ gainDb: Infinity }), 'gainDb must be'],
    ['gain', () => gain({ rampMs: -1 }), 'rampMs must be'],
    ['gain', () => gain(null as never), 'gain options must be'],
    ['lowPass', () => lowPass(undefined as never), 'lowPass options must be'],
    ['lowPass', () => lowPass({} as never), 'frequencyHz must be'],
    [
      'lowPass',
      () => lowPass({ frequencyHz: 100, gainDb: 3 } as never),
      "lowPass has no option 'gainDb'",
    ],
    ['lowPass', () => lowPass({ frequencyHz: 100, q: 1, bandwidthOctaves: 1 }), 'q must be absent'],
    ['peaking', () => peaking({ frequencyHz: 100, gainDb: 61 }), 'gainDb must be'],
    [
      'peaking',
      () => peaking({ frequencyHz: 100, shelfSlope: 1 } as never),
      "has no option 'shelfSlope'",
    ],
    ['lowShelf', () => lowShelf({ frequencyHz: 100, shelfSlope: 1.1 }), 'shelfSlope must be'],
    [
      'bandPass',
      () => bandPass({ frequencyHz: 100, constant: 'gain' as never }),
      'constant must be one of',
    ],
    ['bandPass', () => bandPass(undefined as never), 'bandPass options must be'],
    ['biquad', () => biquad(undefined as never), 'biquad options must be'],
    ['biquad', () => biquad({ sections: [] }), 'sections must be'],
    ['biquad', () => biquad({ sections: [null as never] }), 'sections options must be'],
    [
      'biquad',
      () => biquad({ sections: [{ type: 'comb' as never, frequencyHz: 1 }] }),
      'type must be one of',
    ],
    [
      'biquad',
      () => biquad({ sections: [{ type: 'notch', frequencyHz: 1, gainDb: 1 }] }),
      'a notch filter has none',
    ],
    [
      'biquad',
      () => biquad({ sections: [{ type: 'notch', frequencyHz: 1, shelfSlope: 1 }] }),
      'a notch filter has none',
    ],
    ['channelMap', () => channelMap(undefined as never), 'channelMap options must be'],
    ['channelMap', () => channelMap({ channels: [] }), 'channels must be'],
    ['channelMap', () => channelMap({ channels: [-1] }), 'channels must be'],
    [
      'channelMap',
      () => channelMap({ channels: [0], channelLayout: ['FL', 'FR'] }),
      'channelLayout must be',
    ],
    ['channelMix', () => channelMix(undefined as never), 'channelMix options must be'],
    ['channelMix', () => channelMix({}), 'one of channelCount, channelLayout and matrix'],
    ['channelMix', () => channelMix({ channelCount: 0 }), 'channelCount must be'],
    [
      'channelMix',
      () => channelMix({ channelCount: 1, channelLayout: ['FL', 'FR'] }),
      'channelCount must be 2',
    ],
    [
      'channelMix',
      () => channelMix({ matrix: [[1]], channelLayout: ['FL', 'FR'] }),
      'channelLayout must be',
    ],
    ['channelMix', () => channelMix({ matrix: [[1], [1, 2]] }), 'matrix must be'],
    ['channelMix', () => channelMix({ matrix: [[Number.NaN]] }), 'matrix must be'],
    ['channelMix', () => channelMix({ matrix: 7 as never }), 'matrix must be'],
    [
      'channelMix',
      () => channelMix({ channelCount: 1, interpretation: 'x' as never }),
      'interpretation must be',
    ],
    ['fade', () => fade(undefined as never), 'fade options must be'],
    ['fade', () => fade({ direction: 'up' as never, durationMs: 1 }), 'direction must be'],
    ['fade', () => fade({ direction: 'in', durationMs: -1 }), 'durationMs must be'],
    ['fade', () => fade({ direction: 'in', durationMs: 1, curve: 'x' as never }), 'curve must be'],
    ['fade', () => fade({ direction: 'in', durationMs: 1, startMs: -1 }), 'startMs must be'],
    ['fade', () => fade({ direction: 'in', durationMs: 1, startFrame: 0.5 }), 'startFrame must be'],
    [
      'fade',
      () => fade({ direction: 'in', durationMs: 1, startFrame: 1, startMs: 1 }),
      'startFrame must be absent',
    ],
    ['limiter', () => limiter({ ceilingDb: 25 }), 'ceilingDb must be'],
    ['limiter', () => limiter({ lookAheadMs: 101 }), 'lookAheadMs must be'],
    ['limiter', () => limiter({ releaseMs: 0 }), 'releaseMs must be'],
    ['limiter', () => limiter({ attackMs: 1 } as never), "limiter has no option 'attackMs'"],
    ['levelMeter', () => levelMeter({ windowMs: 0 }), 'windowMs must be'],
    ['resample', () => resample({ sampleRate: 0 }), 'sampleRate must be'],
    ['resample', () => resample(undefined as never), 'sampleRate must be'],
    ['resample', () => resample({ sampleRate: 1, quality: 'x' as never }), 'quality must be'],
    ['resample', () => resample({ sampleRate: 1, adjustable: 1 as never }), 'adjustable must be'],
    [
      'resample',
      () => resample({ sampleRate: 1, correctionPpm: 1 } as never),
      "resample has no option 'correctionPpm'",
    ],
  ]
  it.each(bad)('%s refuses what is wrong (%#)', (_name, make, message) => {
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })
})
