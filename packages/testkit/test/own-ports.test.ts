import { pcmDecoder, pcmEncoder } from '@patchcord/core'
import * as kit from '@patchcord/testkit'
import {
  codecContract,
  processorContract,
  sinkContract,
  sourceContract,
} from '@patchcord/testkit/contracts'
import { describe, it } from 'vitest'

const small = { frameCount: 4800, framesPerBuffer: 480 }
const known = { frameCount: 4800 }
const packet = { takes: 'packet' } as const

const suites = {
  sine: sourceContract((o) => kit.sine({ ...o, ...small }), {
    ...known,
    makeEmpty: (o) => kit.sine({ ...o, frameCount: 0 }),
  }),
  'sine in real time': sourceContract((o) => kit.sine({ ...o, ...small, realtime: true }), known),
  stallingSource: sourceContract((o) => {
    const port = kit.stallingSource({ ...o, ...small, atItem: 3 })
    void port.stalled.then(() => port.release())
    return port
  }, known),
  throwingSource: sourceContract((o) => kit.throwingSource({ ...o, ...small, atItem: 99 }), known),
  throwingProcessor: processorContract((o) => kit.throwingProcessor({ ...o, atItem: 9999 })),
  stallingProcessor: processorContract((o) => {
    const port = kit.stallingProcessor({ ...o, atItem: 3 })
    void port.stalled.then(() => port.release())
    return port
  }),
  shortReads: processorContract((o) => kit.shortReads(o), { ignoresChunking: true }),
  lossyLink: processorContract((o) => kit.lossyLink(o), packet),
  'lossyLink in real time': processorContract(
    (o) => kit.lossyLink({ ...o, realtime: true, delayMs: 1 }),
    { ...packet, capacityItems: 2100 },
  ),
  'lossyLink of buffers': processorContract((o) => kit.lossyLink({ ...o, accepts: 'audio' })),
  nullSink: sinkContract((o) => kit.nullSink(o)),
  collectSink: sinkContract((o) => kit.collectSink(o), {
    written: (port) => (port as kit.CollectSink).toChannels(),
  }),
  slowSink: sinkContract((o) => kit.slowSink(o)),
  throwingSink: sinkContract((o) => kit.throwingSink({ ...o, atItem: 99 })),
  'the PCM codec': codecContract((o) => ({ encoder: pcmEncoder(o), decoder: pcmDecoder(o) })),
  'the PCM codec that drops': codecContract((o) => ({
    encoder: pcmEncoder(o),
    decoder: pcmDecoder({ ...o, onInvalid: 'drop' }),
  })),
}

describe.each(Object.entries(suites))('%s', (_name, cases) => {
  it.each(cases)('$rule: $name', ({ run }) => run())
})
