import type { AudioFormat } from '../format/audio-format.js'
import type { PipelineOptions } from './pipeline-options.js'
import type { Stage } from './stage.js'

/** What a run is made of. @internal */
export interface PipelineRunInit {
  readonly stages: readonly Stage[]
  readonly options: PipelineOptions
  /** The format to end in where there is no sink, given the one that it would be. */
  readonly targetFormat?: ((format: AudioFormat) => AudioFormat) | undefined
}
