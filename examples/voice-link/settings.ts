/** What a run of the voice link can be told; the command line names them in `options.ts`. */
export interface VoiceLinkSettings {
  /** The recording to send: a WAV file. */
  readonly recording: string
  /** The folder that the results are written to; made if it is not there. */
  readonly outputFolder: string
  /** Packets that the link loses. */
  readonly lossPercent: number
  /** Packets that the link delivers twice. */
  readonly duplicatePercent: number
  /** Packets that the link holds back until later ones have overtaken them. */
  readonly reorderPercent: number
  /** Packets of which the link flips a bit. */
  readonly corruptPercent: number
  /** Packets that somebody on the link records and sends once more. */
  readonly replayPercent: number
  /** The longest that the link delays a packet beyond the one before it. */
  readonly jitterMs: number
  /** Chooses which packets suffer: the same seed, the same fate. */
  readonly seed: number
  /** The corner of the sender's high-pass; 0 leaves the filter out. */
  readonly highPassHz: number
  readonly gainDb: number
  /** The level that the sender's limiter holds. */
  readonly ceilingDb: number
  /** How much audio a packet carries. */
  readonly packetMs: number
  /** Whether the packets are encrypted. */
  readonly encrypt: boolean
  /** Sends as fast as one speaks, so that the jitter is real, and not as fast as possible. */
  readonly realtime: boolean
  /** What executes the kernels. */
  readonly backend: 'auto' | 'js' | 'native'
  /** Runs the link once with each backend, and prints how they differ. */
  readonly compareBackends: boolean
  /** Prints one JSON document in place of the report. */
  readonly json: boolean
}
