import { checkFilePath } from './file-path.js'
import { openFileReader } from './open-file-reader.js'
import { readWavHeader } from './read-wav-header.js'
import type { WavInfo } from './wav-info.js'

/**
 * Reads what a WAV file says about itself, without its samples.
 *
 * @param path - a WAV file: RIFF, RIFX, RF64 or BW64
 * @throws PatchcordError `file-not-found`, `file-invalid`, `file-unsupported` or `io-failed`
 *
 * @example
 * ```ts
 * import { readWavInfo } from '@patchcord/core'
 *
 * const info = await readWavInfo('input.wav')
 * console.log(info.format.sampleRate, info.sampleFormat, info.durationMs) // 48000 s16 1000
 * ```
 */
export async function readWavInfo(path: string): Promise<WavInfo> {
  const reader = await openFileReader(checkFilePath(path))
  try {
    return await readWavHeader(reader)
  } finally {
    await reader.close()
  }
}
