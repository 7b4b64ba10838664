import { AudioBuffer, type AudioBufferInit } from '../data/audio-buffer.js'
import { bufferSource } from '../ports/buffer-source.js'
import type { KernelProcessor } from './kernel-processor.js'

/** A buffer at 1000 Hz, mono unless told. */
export function bufferOf(
  samples: readonly number[] | Float32Array,
  init: Partial<AudioBufferInit> = {},
): AudioBuffer {
  return new AudioBuffer({
    sampleRate: 1000,
    channelCount: 1,
    ...init,
    samples: Float32Array.from(samples),
  })
}

/** Sends buffers through a processor as Node does, and collects what comes out. */
export async function processAll<Name extends string>(
  processor: KernelProcessor<Name>,
  buffers: readonly AudioBuffer[],
): Promise<AudioBuffer[]> {
  const out: AudioBuffer[] = []
  const source = bufferSource(buffers, { rechain: false })
  source.on('error', (error) => processor.destroy(error))
  for await (const buffer of source.pipe(processor)) out.push(buffer)
  return out
}
