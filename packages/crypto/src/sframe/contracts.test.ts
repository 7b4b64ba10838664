import { Packet } from '@patchcord/core'
import { type FeedItems, type SampleOptions, processorContract } from '@patchcord/testkit/contracts'
import { describe, it } from 'vitest'
import { link, sealedPackets, testSealer } from './sealed-packets.test-support.js'
import { newSessionId } from './session-id.js'
import { SFrameEncrypt } from './sframe-encrypt.js'
import { sframeDecrypt } from './sframe-decrypt.js'

/** The same key id each time: the contract compares what several subjects make of one input. */
const steady = { newSession: (nowMs: number) => newSessionId(nowMs, Buffer.alloc(6, 5)) }
const quiet = { ...link, endMarkers: 0 }

/** Packets as the contract's own, before they are encrypted. */
function* packets(count: number, options: SampleOptions = {}): Generator<Packet> {
  const { sampleRate = 48_000, channelCount = 2, framesPerItem = 480, firstItem = 0 } = options
  for (let index = 0; index < count; index++) {
    const tag = firstItem + index
    yield new Packet({
      bytes: new Uint8Array(framesPerItem * channelCount * 2).fill(tag + 1),
      codec: 'pcm-s16le',
      format: { sampleRate, channelCount },
      frameCount: framesPerItem,
      position: (options.position ?? 0) + index * framesPerItem,
      sequence: tag,
      metadata: { tag },
    })
  }
}

describe('sframeEncrypt', () => {
  const cases = processorContract(
    (options) => new SFrameEncrypt({ ...options, ...quiet }, steady),
    {
      takes: 'packet',
    },
  )
  it.each(cases)('$name', ({ run }) => run())
})

describe('sframeEncrypt with end markers', () => {
  const cases = processorContract((options) => new SFrameEncrypt({ ...options, ...link }, steady), {
    takes: 'packet',
  })
  // End markers have neither frames nor metadata.
  const unlike = ['metadata', 'frame-counts']
  it.each(cases.filter(({ rule }) => !unlike.includes(rule)))('$name', ({ run }) => run())
})

describe('sframeDecrypt', () => {
  let startMs = 1000
  const items: FeedItems = (count, _pool, options) => {
    const startedMs = (startMs += 1000)
    const sealer = testSealer({}, { newSession: () => newSessionId(startedMs) })
    return sealedPackets(sealer, packets(count, options))
  }
  const cases = processorContract((options) => sframeDecrypt({ ...options, ...link }), {
    takes: 'packet',
    items,
  })
  it.each(cases)('$name', ({ run }) => run())
})
