import { AudioBuffer, type Item } from '@patchcord/core'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { joinChannels } from '../../sinks/join-channels.js'
import type { ProcessorRig } from './processor-rig.js'

/** A length that every size below divides. */
const frames = 6720

function channelsOf(items: readonly Item[]): Float32Array[] {
  return joinChannels(items.filter((item) => item instanceof AudioBuffer))
}

/** The sizes of buffers are an accident: what is computed does not depend on them. */
export const rechunking: Rule<ProcessorRig> = {
  rule: 'rechunking',
  name: 'gives the same wherever one buffer ends and the next begins',
  check: async (rig) => {
    if (rig.expectations.ignoresChunking !== true) return
    const whole = await rig.run({ items: rig.feed(1, { framesPerItem: frames }) })
    const expected = channelsOf(whole.probe.seen)
    for (const framesPerItem of [7, 64, 480, 3360]) {
      const items = rig.feed(frames / framesPerItem, { framesPerItem })
      const { probe } = await rig.run({ items })
      channelsOf(probe.seen).forEach((samples, channel) => {
        const twin = expected[channel]
        const off = samples.findIndex((sample, n) => !Object.is(sample, twin?.[n]))
        mustEqual(samples.length, twin?.length, `frames for buffers of ${framesPerItem}`)
        mustHold(
          off < 0,
          `frame ${off} of channel ${channel} differs for buffers of ${framesPerItem} frames`,
        )
      })
    }
  },
}
