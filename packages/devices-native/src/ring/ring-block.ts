import { PatchcordError, checkNumber } from '@patchcord/core'

/** Checks an array of planar samples and gives the frames that it has room for in each channel. */
export function checkBlock(samples: Float32Array, channelCount: number): number {
  if (samples instanceof Float32Array && samples.length % channelCount === 0)
    return samples.length / channelCount
  throw new PatchcordError(
    'invalid-option',
    `samples must be a Float32Array of ${channelCount} channels one after the other`,
    { details: { channelCount, length: (samples as Float32Array | undefined)?.length } },
  )
}

/** Checks which frames of a block are meant. */
export function checkRange(frameCount: number, startFrame: number, stride: number): void {
  // The common case at the price of three comparisons.
  if (
    Number.isInteger(frameCount) &&
    Number.isInteger(startFrame) &&
    startFrame >= 0 &&
    frameCount >= 0 &&
    startFrame + frameCount <= stride
  )
    return
  checkNumber('startFrame', startFrame, { min: 0, max: stride, integer: true, unit: 'frames' })
  checkNumber('frameCount', frameCount, {
    min: 0,
    max: stride - startFrame,
    integer: true,
    unit: 'frames',
  })
}
