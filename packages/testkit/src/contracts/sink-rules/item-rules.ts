import { AudioBuffer, type AudioFormat, type Item, sameFormat } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { contentOf, sameContent } from '../item-checks.js'
import { feedCount, feedFormat } from '../processor-rules/processor-rig.js'
import { joinChannels } from '../../sinks/join-channels.js'
import type { SinkRig } from './sink-rig.js'

/** The protected part of a sink that a rule has to reach. */
interface Inside {
  open(format: AudioFormat): unknown
}

/** What holds for the items of a sink. */
export const sinkItemRules: readonly Rule<SinkRig>[] = [
  {
    rule: 'format-first',
    name: 'is opened once, with the format that comes, before the first item',
    check: async (rig) => {
      const { port, spy, start } = await rig.hookUp()
      const inside = port as unknown as Inside
      const open = inside.open
      const formats: AudioFormat[] = []
      inside.open = (format): unknown => {
        formats.push(format)
        return open.call(port, format)
      }
      await rig.bench.wait(start(), 'the sink')
      mustEqual(spy.log[0], 'open', 'the first hook that is called')
      mustEqual(spy.count('open'), 1, 'calls of open()')
      mustHold(sameFormat(formats[0] as AudioFormat, feedFormat), 'open() was told another format')
      mustHold(
        port.format !== undefined && sameFormat(port.format, feedFormat),
        'the sink shows another format than it was opened with',
        port.format,
        feedFormat,
      )
    },
  },
  {
    rule: 'frame-counts',
    name: 'counts its frames truly',
    check: async (rig) => {
      const { port, feed } = await rig.run()
      const { itemsIn, framesIn } = port.stats()
      mustEqual(itemsIn, feed.stats().itemsOut, 'stats().itemsIn')
      mustEqual(framesIn, feed.stats().framesOut, 'stats().framesIn')
    },
  },
  {
    rule: 'released-buffers',
    name: 'keeps a copy of what it keeps, and gives the rest back',
    check: async (rig) => {
      const inputs = [...rig.feed(feedCount, rig.bench.pool)]
      const buffers = inputs.filter((item) => item instanceof AudioBuffer)
      const expected = joinChannels(buffers)
      const { port } = await rig.run({ items: inputs })
      await port.close()
      await rig.bench.idle(1000)
      const kept = buffers.filter((buffer) => !buffer.released).length
      mustEqual(kept, 0, 'buffers that were not given back after the end')
      const { written, tolerance = 0 } = rig.expectations
      if (written === undefined) return
      const channels = await rig.bench.wait(Promise.resolve(written(port)), 'written()')
      mustEqual(channels.length, expected.length, 'channels that were written')
      channels.forEach((samples, channel) => {
        const twin = expected[channel] as Float32Array
        mustEqual(samples.length, twin.length, `frames written of channel ${channel}`)
        const off = samples.findIndex((x, n) => !(Math.abs(x - (twin[n] ?? 0)) <= tolerance))
        mustHold(
          off < 0,
          `sample ${off} of channel ${channel} was written as ${samples[off]} instead of ${twin[off]}`,
        )
      })
    },
  },
  {
    rule: 'shared-buffers',
    name: 'does not change memory that others hold too',
    check: async (rig) => {
      const inputs: Item[] = [...rig.feed(feedCount, rig.bench.pool)]
      const before = inputs.map((item) => contentOf(item).slice())
      for (const item of inputs) if (item instanceof AudioBuffer) item.retain()
      await rig.run({ items: inputs })
      inputs.forEach((item, index) => {
        mustHold(
          sameContent(contentOf(item), before[index] as Float32Array),
          `input ${index} was changed though others hold it: look at buffer.shared`,
        )
      })
    },
  },
]
