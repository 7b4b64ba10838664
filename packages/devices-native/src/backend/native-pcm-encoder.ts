import type { PcmBlockEncoder } from '@patchcord/core'
import type { NativePcmEncoder } from './native-binding.js'
import { checkPcmBlock } from './native-pcm-block.js'
import type { CheckedPcmFormat } from './native-pcm-options.js'

/** An encoder of the addon, as `core` knows encoders. */
export class NativePcmBlockEncoder implements PcmBlockEncoder {
  readonly bytesPerFrame: number

  constructor(
    private readonly native: NativePcmEncoder,
    private readonly format: CheckedPcmFormat,
  ) {
    this.bytesPerFrame = format.bytesPerFrame
  }

  get clippedSamples(): number {
    return this.native.clippedSamples()
  }

  get nanSamples(): number {
    return this.native.nanSamples()
  }

  encode(
    planar: Float32Array,
    frameCount: number,
    bytes: Uint8Array,
    byteStart: number,
    frameStart = 0,
  ): void {
    checkPcmBlock(this.format, bytes, byteStart, frameCount, planar, frameStart)
    this.native.encode(planar, frameCount, bytes, byteStart, frameStart)
  }
}
