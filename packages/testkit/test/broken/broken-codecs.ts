import { AudioBuffer, Packet, type PortOptions, processor } from '@patchcord/core'
import type { Codec } from '@patchcord/testkit/contracts'

interface Faults {
  readonly gain?: number
  readonly shortBy?: number
  readonly positionOff?: number
  readonly sequenceStep?: number
  readonly metadata?: Record<string, unknown>
  readonly keepsMarks?: boolean
  readonly checksBytes?: boolean
  readonly givesForNothing?: boolean
  readonly sharesState?: boolean
}

/** Turns the sign of every other block: what both sides have to keep in step. */
class Signs {
  private sign = -1

  next(): number {
    this.sign = -this.sign
    return this.sign
  }
}

/** Floats as bytes: a good codec, unless it is told to get something wrong. */
export function floatCodec(options: PortOptions, faults: Faults = {}): Codec {
  const { gain = 1, shortBy = 0, positionOff = 0, sequenceStep = 1, metadata } = faults
  const { keepsMarks = true, checksBytes = true, givesForNothing = false } = faults
  const encoderSigns = new Signs()
  const decoderSigns = faults.sharesState === true ? encoderSigns : new Signs()
  let sequence = 0
  const encoder = processor<'audio', 'packet'>(
    (buffer) => {
      const { sampleRate, channelCount, position, timestampMs } = buffer
      const sign = encoderSigns.next()
      const samples = buffer.samples.map((sample) => sample * sign)
      const packet = new Packet({
        bytes: new Uint8Array(samples.buffer),
        codec: 'pcm-f32-planar',
        format: { sampleRate, channelCount },
        frameCount: buffer.frameCount,
        position: position + positionOff,
        sequence,
        timestampMs,
        metadata: metadata ?? buffer.metadata,
      })
      sequence += sequenceStep
      return packet
    },
    { ...options, emits: 'packet', discontinuity: keepsMarks ? 'carry' : 'own' },
  )
  const decoder = processor<'packet', 'audio'>(
    ({ bytes, format, frameCount, position, timestampMs, codec }, emit) => {
      const whole =
        codec === 'pcm-f32-planar' && bytes.length === frameCount * format.channelCount * 4
      if (checksBytes && !whole) return
      const factor = gain * decoderSigns.next()
      const samples = new Float32Array(bytes.slice().buffer).map((sample) => sample * factor)
      if (checksBytes) for (let n = 0; n < samples.length; n++) samples[n] ||= 0
      const kept = samples.subarray(0, samples.length - shortBy * format.channelCount)
      emit(new AudioBuffer({ ...format, samples: kept, position, timestampMs }))
    },
    {
      ...options,
      accepts: 'packet',
      emits: 'audio',
      flush: (emit) => {
        if (!givesForNothing || sequence > 0) return
        emit(new AudioBuffer({ sampleRate: 48_000, channelCount: 2, samples: new Float32Array(2) }))
      },
    },
  )
  return { encoder, decoder }
}

interface BrokenCodec {
  readonly what: string
  readonly breaks: string
  readonly also?: readonly string[]
  readonly faults: Faults
}

/** One for each rule of the suite. */
export const brokenCodecs: readonly BrokenCodec[] = [
  { what: 'is too quiet', breaks: 'round-trip', faults: { gain: 0.9 } },
  {
    what: 'loses frames',
    breaks: 'frame-counts',
    also: ['positions', 'round-trip', 'discontinuity'],
    faults: { shortBy: 1 },
  },
  {
    what: 'moves what it encodes',
    breaks: 'positions',
    also: ['discontinuity'],
    faults: { positionOff: 5 },
  },
  { what: 'numbers by twos', breaks: 'sequence', faults: { sequenceStep: 2 } },
  { what: 'loses metadata', breaks: 'metadata', faults: { metadata: {} } },
  { what: 'loses marks', breaks: 'discontinuity', faults: { keepsMarks: false } },
  {
    what: 'makes something of nothing',
    breaks: 'empty',
    also: ['round-trip', 'frame-counts', 'positions', 'metadata', 'discontinuity', 'pipeline'],
    faults: { givesForNothing: true },
  },
  { what: 'trusts bytes from outside', breaks: 'hostile-bytes', faults: { checksBytes: false } },
  {
    what: 'has one state for both sides',
    breaks: 'pipeline',
    faults: { sharesState: true },
  },
]
