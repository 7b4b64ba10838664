import { type AudioFormat, type FormatChangedEvent, packItem, unpackItem } from '@patchcord/core'
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
import type { SourceRig } from './source-rig.js'

/** What holds for the items of a source. */
export const sourceItemRules: readonly Rule<SourceRig>[] = [
  {
    rule: 'format-first',
    name: 'announces its format before the first item, and keeps to it',
    check: async (rig) => {
      const { port, probe, start } = await rig.hookUp()
      let announced: AudioFormat | undefined
      let atFirst: AudioFormat | undefined
      let checked = 0
      const check = (): void => {
        checkFormats(probe.seen.slice(checked), announced)
        checked = probe.seen.length
      }
      port.on('format-changed', ({ to }: FormatChangedEvent) => {
        check()
        announced = to
      })
      port.on('state-changed', () => {
        if (probe.seen.length === 0 && port.format !== undefined) {
          atFirst ??= port.format
          announced ??= port.format
        }
      })
      await rig.bench.wait(start(), 'the source')
      mustHold(probe.seen.length > 0, 'the source gave no items; a subject gives three or more')
      mustHold(atFirst !== undefined, 'no format was known before the first item')
      announced ??= atFirst
      check()
    },
  },
  {
    rule: 'positions',
    name: 'gives items that follow each other, or marks them',
    check: async (rig) => checkPositions((await rig.run()).probe.seen),
  },
  {
    rule: 'frame-counts',
    name: 'counts its frames truly',
    check: async (rig) => {
      const { port, probe } = await rig.run()
      const frames = framesOf(probe.seen)
      checkFrameCounts(probe.seen)
      mustEqual(port.stats().itemsOut, probe.seen.length, 'stats().itemsOut')
      mustEqual(port.stats().framesOut, frames, 'stats().framesOut')
      const { frameCount } = rig.expectations
      if (frameCount !== undefined) mustEqual(frames, frameCount, 'frames in all')
    },
  },
  {
    rule: 'released-buffers',
    name: 'does not touch what it has handed out',
    check: async (rig) => {
      const { probe } = await rig.run({ keeps: true })
      probe.kept.forEach((item, index) => {
        const seen = probe.seen[index] as typeof item
        mustHold(
          sameContent(contentOf(item), contentOf(seen)),
          `item ${index} was changed after it had been handed out: give each item memory of its own`,
        )
      })
      const memories = new Set(probe.kept.map((item) => contentOf(item).buffer))
      mustHold(
        memories.size === probe.kept.length ||
          probe.kept.every(
            (item) => contentOf(item).byteLength !== contentOf(item).buffer.byteLength,
          ),
        'two items share one memory',
      )
    },
  },
  {
    rule: 'released-buffers',
    name: 'gives no item of memory that went back to the pool',
    check: async (rig) => {
      const { probe } = await rig.run()
      mustHold(!probe.sawReleased, 'an item was released before it was handed out')
      checkNoPoison(probe.seen, 'of the source')
    },
  },
  {
    rule: 'worker',
    name: 'gives items that can move to a worker',
    check: async (rig) => {
      const { probe } = await rig.run()
      for (const item of probe.seen) {
        const { message, transfer } = packItem(item.copy())
        const moved = unpackItem(structuredClone(message, { transfer }))
        mustEqual(moved.position, item.position, 'the position of an item that was moved')
        mustHold(sameContent(contentOf(moved), contentOf(item)), 'an item changed when it moved')
      }
    },
  },
]
