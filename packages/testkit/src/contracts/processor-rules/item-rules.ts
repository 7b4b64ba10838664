import { AudioBuffer, type Item, Packet, packItem, unpackItem } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import {
  checkFormats,
  checkFrameCounts,
  checkNoPoison,
  checkPositions,
  contentOf,
  framesOf,
  sameContent,
} from '../item-checks.js'
import { type ProcessorRig, feedCount } from './processor-rig.js'

function tagOf(item: Item): number | undefined {
  const { tag } = item.metadata as { readonly tag?: number }
  return tag
}

/** The same item, without metadata. */
function bare(item: Item): Item {
  const { position, frameCount } = item
  if (item instanceof AudioBuffer) {
    const { sampleRate, channelCount } = item
    return new AudioBuffer({ sampleRate, channelCount, position, samples: item.samples.slice() })
  }
  const { bytes, codec, format, sequence } = item
  return new Packet({ bytes, codec, format, position, frameCount, sequence })
}

/** What holds for the items that come out of a processor. */
export const processorItemRules: readonly Rule<ProcessorRig>[] = [
  {
    rule: 'format-first',
    name: 'is configured before the first item, and gives the format it said',
    check: async (rig) => {
      const { port, spy, probe } = await rig.run()
      mustEqual(spy.log[0], 'configure', 'the first hook that is called')
      mustEqual(spy.count('configure'), 1, 'calls of configure() in one format')
      mustHold(probe.seen.length > 0, 'nothing came out')
      checkFormats(probe.seen, port.format)
    },
  },
  {
    rule: 'positions',
    name: 'gives items that follow each other, or marks them',
    check: async (rig) => {
      const { probe } = await rig.run({ items: rig.feed(feedCount, { position: 4800 }) })
      checkPositions(probe.seen)
    },
  },
  {
    rule: 'frame-counts',
    name: 'counts its frames truly',
    check: async (rig) => {
      const { port, probe, feed } = await rig.run()
      const { itemsIn, framesIn, itemsOut, framesOut } = port.stats()
      const [sent, seen] = [feed.stats(), probe.seen]
      checkFrameCounts(seen)
      mustEqual(itemsIn, sent.itemsOut, 'stats().itemsIn')
      mustEqual(framesIn, sent.framesOut, 'stats().framesIn')
      mustEqual(itemsOut, seen.length, 'stats().itemsOut')
      mustEqual(framesOut, framesOf(seen), 'stats().framesOut')
      if (rig.expectations.keepsFrames === false) return
      mustEqual(framesOf(seen), framesIn, 'frames that came out, of all that went in')
    },
  },
  {
    rule: 'metadata',
    name: 'gives every item the metadata of what it was made of',
    check: async (rig) => {
      const { probe } = await rig.run()
      let latest = -1
      probe.seen.forEach((item, index) => {
        const tag = tagOf(item)
        mustHold(tag !== undefined, `item ${index} lost its metadata`, item.metadata)
        mustHold(
          tag >= latest && tag < feedCount,
          `item ${index} has the metadata of input ${tag}, after that of input ${latest}`,
        )
        latest = tag
      })
    },
  },
  {
    rule: 'metadata',
    name: 'gives no item the metadata of another',
    check: async (rig) => {
      const inputs = [...rig.feed(feedCount)].map((item, at) => (at % 2 === 1 ? bare(item) : item))
      const places = new Map(inputs.map((item) => [item.position, item]))
      const { probe } = await rig.run({ items: inputs })
      probe.seen.forEach((item, index) => {
        const twin = places.get(item.position)
        if (twin?.frameCount !== item.frameCount || tagOf(twin) !== undefined) return
        mustEqual(tagOf(item), undefined, `the tag of item ${index}, made of one without metadata`)
      })
    },
  },
  {
    rule: 'discontinuity',
    name: 'carries the mark of a loss to what comes out after it',
    check: async (rig) => {
      function* withGap(): Generator<Item> {
        yield* rig.feed(4)
        const after = rig.feed(4, { position: 96_000, firstItem: 4 })
        let first = true
        for (const item of after) {
          yield first ? (item.with({ discontinuity: true }) as Item) : item
          first = false
        }
      }
      const { probe } = await rig.run({ items: withGap() })
      checkPositions(probe.seen)
      if (rig.expectations.ownsDiscontinuity === true) return
      const marks = probe.seen.filter(({ discontinuity }) => discontinuity)
      mustEqual(marks.length, 1, 'items marked discontinuity after one loss')
      mustEqual(tagOf(marks[0] as Item) ?? 4, 4, 'the input whose mark came out')
    },
  },
  {
    rule: 'released-buffers',
    name: 'makes nothing of memory that went back to the pool',
    check: async (rig) => {
      const { probe } = await rig.run()
      mustHold(!probe.sawReleased, 'an item was released before it was handed out')
      checkNoPoison(probe.seen, 'that came out')
      const kept = await rig.run({ keeps: true })
      kept.probe.kept.forEach((item, index) => {
        const seen = kept.probe.seen[index] as Item
        mustHold(
          sameContent(contentOf(item), contentOf(seen)),
          `item ${index} was changed after it had been handed out`,
        )
      })
    },
  },
  {
    rule: 'shared-buffers',
    name: 'does not work in place on memory that others hold too',
    check: async (rig) => {
      const inputs = [...rig.feed(feedCount)]
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
  {
    rule: 'worker',
    name: 'takes items that were moved from another thread',
    check: async (rig) => {
      const plain = await rig.run()
      function* moved(): Generator<Item> {
        for (const item of rig.feed(feedCount)) {
          const { message, transfer } = packItem(item.copy())
          yield unpackItem(structuredClone(message, { transfer }))
        }
      }
      const { probe } = await rig.run({ items: moved() })
      mustEqual(probe.seen.length, plain.probe.seen.length, 'items made of items that were moved')
      probe.seen.forEach((item, index) => {
        const twin = plain.probe.seen[index] as Item
        mustHold(
          sameContent(contentOf(item), contentOf(twin)),
          `item ${index} differs when the input was moved between threads`,
        )
      })
    },
  },
]
