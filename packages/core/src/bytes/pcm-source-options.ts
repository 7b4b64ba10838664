import { checkKnownOptions, checkNumber, invalidOption } from '../errors/option-checks.js'
import { type AudioFormat, checkFormat } from '../format/audio-format.js'
import type { ChannelLayout } from '../format/channel-layout.js'
import { type PcmLayout, checkPcmByteFormat } from '../pcm/pcm-byte-format.js'
import type { PcmSampleFormat } from '../pcm/pcm-sample-format.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'
import { liveFramesPerBuffer } from '../time/time.js'

/** Options of {@link pcmSource}: the bytes do not say what they are, so this must. */
export interface PcmSourceOptions extends PortOptions {
  /** Frames in a second, in Hz: 1 to 1 536 000. */
  readonly sampleRate: number
  /** Samples in a frame: 1 to 1024. */
  readonly channelCount: number
  /** How one sample is written. */
  readonly sampleFormat: PcmSampleFormat
  /**
   * How the channels lie. Planar bytes come in blocks of `framesPerBuffer` frames each.
   *
   * @defaultValue `'interleaved'`
   */
  readonly layout?: PcmLayout
  /**
   * Where each channel belongs.
   *
   * @defaultValue the usual layout for the count
   */
  readonly channelLayout?: ChannelLayout
  /**
   * Frames of each buffer but the last: 1 to 1 048 576. More is faster, and waits longer for live
   * bytes.
   *
   * @defaultValue 10 ms
   */
  readonly framesPerBuffer?: number
  /**
   * Gives buffers a `timestampMs`: for live bytes. The first chunk's arrival counts as the time of
   * the first frame, and the sample rate from there on.
   *
   * @defaultValue false
   */
  readonly timestamps?: boolean
  /**
   * Whether closing the source before the end of the bytes also destroys the stream, or leaves the
   * iterator, that they come from. What was read ahead is lost in either case.
   *
   * @defaultValue true
   */
  readonly close?: boolean
}

/** The options with their defaults. @internal */
export interface CheckedPcmSourceOptions {
  readonly format: AudioFormat
  readonly sampleFormat: PcmSampleFormat
  readonly layout: PcmLayout
  readonly framesPerBuffer: number
  readonly timestamps: boolean
  readonly close: boolean
}

const names = [
  ...portOptionNames,
  'sampleRate',
  'channelCount',
  'sampleFormat',
  'layout',
  'channelLayout',
  'framesPerBuffer',
  'timestamps',
  'close',
]

/** Checks the options at the door. @internal */
export function checkPcmSourceOptions(options: PcmSourceOptions): CheckedPcmSourceOptions {
  checkKnownOptions('pcmSource', options, names)
  const { sampleRate, channelCount, channelLayout } = options ?? {}
  const format = checkFormat({
    sampleRate,
    channelCount,
    ...(channelLayout === undefined ? {} : { channelLayout }),
  })
  const { sampleFormat, layout } = checkPcmByteFormat(options)
  const {
    framesPerBuffer = liveFramesPerBuffer(format),
    timestamps = false,
    close = true,
  } = options
  checkNumber('framesPerBuffer', framesPerBuffer, {
    min: 1,
    max: 2 ** 20,
    integer: true,
    unit: 'frames',
  })
  if (typeof timestamps !== 'boolean')
    throw invalidOption('timestamps', 'true or false', timestamps)
  if (typeof close !== 'boolean') throw invalidOption('close', 'true or false', close)
  return { format, sampleFormat, layout, framesPerBuffer, timestamps, close }
}
