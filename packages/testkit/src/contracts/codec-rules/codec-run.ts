import type { Item } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual } from '../breach.js'
import { FeedSource } from '../feed-source.js'
import { type ItemReading, checkSameItems, readItem } from '../pipeline-rules/item-reading.js'
import { startRun } from '../pipeline-rules/start-run.js'
import { ProbeSink } from '../probe-sink.js'
import { feedFormat } from '../processor-rules/processor-rig.js'
import type { CodecRig } from './codec-rig.js'

function inputs(rig: CodecRig): Item[] {
  const late = rig.buffers(5, { position: 48_000, firstItem: 5 })
  const marked = late.map((item, at) => (at === 0 ? item.with({ discontinuity: true }) : item))
  return [...rig.buffers(5), ...marked]
}

/** Encoder and decoder at work by turns, as in a link within one process. */
export const codecRun: Rule<CodecRig> = {
  rule: 'pipeline',
  name: 'gives in one pipeline() what encoder and decoder give one after the other',
  check: async (rig) => {
    const apart = async (): Promise<readonly ItemReading[]> =>
      (await rig.decode(await rig.encode(inputs(rig)))).map(readItem)
    const plain = [await apart(), await apart()] as const
    const { encoder, decoder } = await rig.make(rig.bench.options())
    const options = rig.bench.options()
    const feed = new FeedSource(inputs(rig), feedFormat, { ...options, losesTail: true })
    const probe = new ProbeSink(options)
    const run = startRun(rig.bench, [feed, encoder, decoder, probe])
    const report = await rig.bench.wait(run.finished, 'a run of encoder and decoder')
    checkSameItems(plain, probe.seen.map(readItem))
    mustEqual(report.tailDiscontinuity, true, 'tailDiscontinuity after a loss at the end')
  },
}
