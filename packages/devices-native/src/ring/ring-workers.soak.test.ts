import { describe, expect, it } from 'vitest'
import { audioRing } from './audio-ring.js'
import { word } from './ring-layout.js'
import { ringStats } from './ring-stats.js'
import { startEnd } from './testing/start-end.js'

const total = process.env.PATCHCORD_SOAK === 'full' ? 200_000_000 : 2_000_000
const timeoutMs = 600_000

describe('two workers', () => {
  it.each([
    ['that wait', 4096, false],
    ['that wait, on a ring of 16 frames', 16, false],
    ['of which one drops', 256, true],
  ])(
    'hand on every frame, or know that it was lost: %s',
    async (_name, capacityFrames, drops) => {
      const frames = capacityFrames < 100 ? total / 20 : total
      const ring = audioRing({ sampleRate: 48_000, channelCount: 2, capacityFrames })
      // The indices wrap on the way.
      const words = new Int32Array(ring.memory)
      words[word.writeIndex] = words[word.readIndex] = -(frames / 2)
      const [written, read] = await Promise.all([
        startEnd(ring, { role: 'write', total: frames, drops }),
        startEnd(ring, { role: 'read' }),
      ])
      const { droppedFrames, overruns, writerState } = ringStats(ring)
      expect(read.wrong).toBe(0)
      expect([read.frames, written.lost, writerState]).toEqual([
        written.frames,
        droppedFrames,
        'ended',
      ])
      expect(written.frames + written.lost).toBe(frames)
      expect(read.lost).toBe(written.lost)
      // Blocks of up to 480 frames never fit into the ring of the one that drops.
      expect([read.lost > 0, overruns > 0]).toEqual([drops, drops])
    },
    timeoutMs,
  )
})
