import { invalidOption } from '../errors/option-checks.js'
import type { AudioFormat } from '../format/audio-format.js'
import { framesToMs } from '../time/time.js'
import { type ItemKind } from './item.js'
import { type Metadata, emptyMetadata } from './metadata.js'

/** What a {@link Packet} is made of. */
export interface PacketInit {
  readonly bytes: Uint8Array
  readonly codec: string
  readonly format: AudioFormat
  readonly frameCount: number
  readonly sequence: number
  /** @defaultValue 0 */
  readonly position?: number
  readonly timestampMs?: number | undefined
  /** @defaultValue false */
  readonly discontinuity?: boolean
  /** @defaultValue `{}` */
  readonly metadata?: Metadata
}

/** The fields that {@link Packet.with} can replace. */
export type PacketChanges = Partial<PacketInit>

/**
 * Bytes with a place on the timeline: an encoded or encrypted buffer. Ciphertext never poses as
 * samples.
 */
export class Packet {
  readonly bytes: Uint8Array
  /** What the bytes are: `'pcm-s16le'`, `'pcm-f32le'`, `'opus'`, `'sframe'`, ... */
  readonly codec: string
  /** The format of the audio inside. */
  readonly format: AudioFormat
  /** Index of the first frame since the stream began. */
  readonly position: number
  /** The frames inside. */
  readonly frameCount: number
  /** Goes up by one with every packet of a stream. */
  readonly sequence: number
  /** When the first frame was captured: monotonic, on the Unix epoch's scale; absent offline. */
  readonly timestampMs: number | undefined
  /** Packets were lost, or the stream jumped, just before this one. */
  readonly discontinuity: boolean
  /** Travels on through every stage. */
  readonly metadata: Metadata

  constructor(init: PacketInit) {
    checkPacket(init)
    this.bytes = init.bytes
    this.codec = init.codec
    this.format = init.format
    this.position = init.position ?? 0
    this.frameCount = init.frameCount
    this.sequence = init.sequence
    this.timestampMs = init.timestampMs
    this.discontinuity = init.discontinuity ?? false
    this.metadata = init.metadata ?? emptyMetadata
  }

  /** The format's rate, in Hz. */
  get sampleRate(): number {
    return this.format.sampleRate
  }

  /** The format's channel count. */
  get channelCount(): number {
    return this.format.channelCount
  }

  /** How long the audio inside lasts. */
  get durationMs(): number {
    return framesToMs(this.frameCount, this.format.sampleRate)
  }

  /** A packet that differs in the named fields. */
  with(changes: PacketChanges): Packet {
    return new Packet({
      bytes: changes.bytes ?? this.bytes,
      codec: changes.codec ?? this.codec,
      format: changes.format ?? this.format,
      position: changes.position ?? this.position,
      frameCount: changes.frameCount ?? this.frameCount,
      sequence: changes.sequence ?? this.sequence,
      timestampMs: 'timestampMs' in changes ? changes.timestampMs : this.timestampMs,
      discontinuity: changes.discontinuity ?? this.discontinuity,
      metadata: changes.metadata ?? this.metadata,
    })
  }

  /** A packet with bytes of its own. */
  copy(): Packet {
    // The slice of a Node Buffer would be a view of the same memory.
    return this.with({ bytes: new Uint8Array(this.bytes) })
  }

  /** @internal */
  get '~kind'(): ItemKind {
    return 'packet'
  }
}

/** Numbers may be anything here: a packet from outside claims what it likes, and decoders check it. */
function checkPacket({ bytes, codec, frameCount, sequence }: PacketInit): void {
  if (!ArrayBuffer.isView(bytes)) throw invalidOption('bytes', 'a Uint8Array', bytes)
  if (typeof codec !== 'string' || codec === '')
    throw invalidOption('codec', 'the name of a codec', codec)
  if (typeof frameCount !== 'number') throw invalidOption('frameCount', 'a number', frameCount)
  if (typeof sequence !== 'number') throw invalidOption('sequence', 'a number', sequence)
}
