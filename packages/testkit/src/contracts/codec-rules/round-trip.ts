import { AudioBuffer, Packet } from '@patchcord/core'
import { mustEqual, mustHold } from '../breach.js'
import type { Rule } from '../contract-case.js'
import { checkFrameCounts, checkNoPoison, checkPositions, framesOf } from '../item-checks.js'
import { joinChannels } from '../../sinks/join-channels.js'
import type { CodecRig } from './codec-rig.js'

const count = 10

/** What holds for what comes out of an encoder, and again out of the decoder. */
export const roundTripRules: readonly Rule<CodecRig>[] = [
  {
    rule: 'round-trip',
    name: 'decodes what it encoded, within its tolerance',
    check: async (rig) => {
      const { tolerance = 2 ** -15, delayFrames = 0 } = rig.expectations
      const inputs = rig.buffers(count)
      const expected = joinChannels(inputs.map((buffer) => buffer.copy()))
      const outputs = await rig.decode(await rig.encode(inputs))
      mustHold(
        outputs.every((item) => item instanceof AudioBuffer),
        'the decoder gave something that is no AudioBuffer',
      )
      checkNoPoison(outputs, 'that was decoded')
      const channels = joinChannels(outputs)
      mustEqual(channels.length, expected.length, 'channels that were decoded')
      channels.forEach((samples, channel) => {
        const twin = expected[channel] as Float32Array
        const off = samples.findIndex((sample, n) => {
          const due = twin[n - delayFrames] ?? 0
          return n >= delayFrames && n < twin.length && !(Math.abs(sample - due) <= tolerance)
        })
        mustHold(
          off < 0,
          `sample ${off} of channel ${channel} was decoded as ${samples[off]} instead of ${twin[off - delayFrames]}`,
        )
      })
    },
  },
  {
    rule: 'frame-counts',
    name: 'keeps the number of frames',
    check: async (rig) => {
      const packets = await rig.encode(rig.buffers(count))
      mustHold(
        packets.length > 0 && packets.every((item) => item instanceof Packet),
        'the encoder gave no packets',
      )
      checkFrameCounts(packets)
      const buffers = await rig.decode(packets)
      checkFrameCounts(buffers)
      mustHold(framesOf(packets) >= count * 480, 'frames were lost by the encoder')
      mustEqual(framesOf(buffers), framesOf(packets), 'frames that were decoded')
    },
  },
  {
    rule: 'positions',
    name: 'keeps the place on the timeline',
    check: async (rig) => {
      const packets = await rig.encode(rig.buffers(count, { position: 4800 }))
      const buffers = await rig.decode(packets)
      for (const items of [packets, buffers]) {
        checkPositions(items)
        mustEqual(items[0]?.position, 4800, 'the position of the first item')
      }
    },
  },
  {
    rule: 'sequence',
    name: 'numbers its packets one by one',
    check: async (rig) => {
      const packets = await rig.encode(rig.buffers(count))
      packets.forEach(({ sequence }, index) => {
        mustEqual(sequence, (packets[0]?.sequence ?? 0) + index, `the sequence of packet ${index}`)
      })
    },
  },
  {
    rule: 'metadata',
    name: 'lets metadata and time stamps travel through both',
    check: async (rig) => {
      const inputs = rig
        .buffers(count)
        .map((buffer, index) => buffer.with({ timestampMs: 1000 + index * 10 }))
      const packets = await rig.encode(inputs)
      const buffers = await rig.decode(packets)
      for (const items of [packets, buffers]) {
        items.forEach((item, index) => {
          const { tag } = item.metadata as { readonly tag?: number }
          mustHold(tag !== undefined, `item ${index} lost its metadata`)
        })
        mustEqual(items[0]?.timestampMs, 1000, 'the time stamp of the first item')
      }
    },
  },
  {
    rule: 'discontinuity',
    name: 'lets the mark of a loss travel through both',
    check: async (rig) => {
      const late = rig.buffers(3, { position: 48_000, firstItem: 3 })
      const marked = late.map((buffer, index) =>
        index === 0 ? buffer.with({ discontinuity: true }) : buffer,
      )
      const packets = await rig.encode([...rig.buffers(3), ...marked])
      const buffers = await rig.decode(packets)
      for (const items of [packets, buffers]) {
        const marks = items.filter(({ discontinuity }) => discontinuity)
        mustEqual(marks.length, 1, 'items marked discontinuity after one loss')
        mustEqual(marks[0]?.position, 48_000, 'the position of the marked item')
      }
    },
  },
  {
    rule: 'empty',
    name: 'makes nothing of nothing',
    check: async (rig) => {
      mustEqual((await rig.encode([])).length, 0, 'packets made of nothing')
      mustEqual((await rig.decode([])).length, 0, 'buffers made of nothing')
    },
  },
]
