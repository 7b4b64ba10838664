import { wavFileSource } from '@patchcord/core'
import { collectSink } from '@patchcord/testkit'
import { connect } from '../src/streams/connect.js'

/** The channels of a WAV file. */
export async function readBack(path: string): Promise<Float32Array[]> {
  const collected = collectSink()
  await connect(wavFileSource(path), collected)
  return collected.toChannels()
}
