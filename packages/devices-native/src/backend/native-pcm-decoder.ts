import type { PcmBlockDecoder } from '@patchcord/core'
import type { NativePcmDecoder } from './native-binding.js'
import { checkPcmBlock } from './native-pcm-block.js'
import type { CheckedPcmFormat } from './native-pcm-options.js'

/** A decoder of the addon, as `core` knows decoders. */
export class NativePcmBlockDecoder implements PcmBlockDecoder {
  readonly bytesPerFrame: number

  constructor(
    private readonly native: NativePcmDecoder,
    private readonly format: CheckedPcmFormat,
  ) {
    this.bytesPerFrame = format.bytesPerFrame
  }

  decode(
    bytes: Uint8Array,
    byteStart: number,
    frameCount: number,
    planar: Float32Array,
    frameStart = 0,
  ): void {
    checkPcmBlock(this.format, bytes, byteStart, frameCount, planar, frameStart)
    this.native.decode(bytes, byteStart, frameCount, planar, frameStart)
  }
}
