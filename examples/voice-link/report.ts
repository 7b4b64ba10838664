import type { VoiceLinkSettings } from './settings.js'

/** One end's audio: what the file is, and how loud. */
export interface EndReport {
  /** The WAV file. */
  readonly path: string
  /** How its samples are stored: `'s16'`, `'f32'`, ... */
  readonly sampleFormat: string
  readonly sampleRate: number
  readonly channelCount: number
  readonly frames: number
  readonly durationMs: number
  /** The loudest channel's peak, in dB of full scale; `null` for silence. */
  readonly peakDb: number | null
  /** The loudest channel's RMS, in dB of full scale; `null` for silence. */
  readonly rmsDb: number | null
}

/** The time that one stage took for an item, in microseconds. */
export interface StageTime {
  readonly name: string
  readonly end: 'sender' | 'link' | 'receiver'
  /** What executes it, where it is made of a kernel. */
  readonly backend?: 'js' | 'native'
  /** Items that came out of it; of the last stage, items that went in. */
  readonly items: number
  readonly frames: number
  readonly drops: number
  /** `null` where no call was timed. */
  readonly timeUs: { readonly p50: number; readonly p99: number; readonly max: number } | null
}

/** Where the packets went. */
export interface PacketReport {
  /** Packets of audio. */
  readonly sent: number
  /** Of those, lost on the link. */
  readonly lost: number
  /** Delivered twice. */
  readonly duplicated: number
  /** Delivered after one that was sent later. */
  readonly reordered: number
  /** Delivered with a flipped bit. */
  readonly corrupted: number
  /** Recorded on the link and delivered once more. */
  readonly replayed: number
  /** The longest time on the link, in ms. */
  readonly maxDelayMs: number
  /** Packets that were taken in and thrown away: second copies, and those that came too late. */
  readonly duplicatesDropped: number
  readonly lateDropped: number
  /** Packets in whose place the receiver had to make something up. */
  readonly concealed: number
  /** Packets missing behind the last one that came: nobody can know of them at the other end. */
  readonly lostAtEnd: number
}

/** What encryption did. */
export interface EncryptionReport {
  /** The cipher suite, as RFC 9605 names it. */
  readonly suite: string
  /** Bytes that it added to a packet, on average. */
  readonly overheadBytes: number
  /** Packets that the receiver refused, by what was wrong with them. */
  readonly refused: {
    /** They were not as they had been sent. */
    readonly authentication: number
    /** They named a key that there is not. */
    readonly keyId: number
    /** They were no encrypted packets at all. */
    readonly syntax: number
    /** They had been taken before. */
    readonly replay: number
  }
  /** Whether the sender's word that this is the end arrived: without it, somebody may have cut the link. */
  readonly end: 'ended' | 'cut'
}

/** What the receiver made up. */
export interface ConcealmentReport {
  /** Places where it had to; packets lost in a row make one. */
  readonly spots: number
  readonly frames: number
  readonly durationMs: number
  readonly longestMs: number
}

/** What a run of the voice link has to say; `report.schema.json` describes it as JSON. */
export interface VoiceLinkReport {
  readonly schemaVersion: 2
  /** `'stopped'` after Ctrl-C. */
  readonly reason: 'ended' | 'stopped'
  readonly settings: VoiceLinkSettings
  readonly input: EndReport
  readonly output: EndReport
  readonly packets: PacketReport
  /** `null` with `--no-encrypt`. */
  readonly encryption: EncryptionReport | null
  readonly concealment: ConcealmentReport
  readonly run: {
    readonly wallMs: number
    readonly cpuMs: number
    /** How many times faster than real time. */
    readonly realTimeRatio: number
    readonly backend: { readonly name: string; readonly fallbackReason?: string }
    readonly stages: readonly StageTime[]
  }
  readonly files: { readonly audio: string; readonly picture: string }
}
