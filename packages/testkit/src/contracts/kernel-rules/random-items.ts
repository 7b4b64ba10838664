import type { AudioBuffer, AudioFormat, BufferPool } from '@patchcord/core'
import type { Dice } from './dice.js'

/** Fills samples with noise, loud enough to be limited and to clip. */
export function fillNoise(samples: Float32Array, dice: Dice): void {
  for (let index = 0; index < samples.length; index++) samples[index] = 3 * dice.part() - 1.5
}

/** Buffers with everything that can happen to a stream, some of them held by `keep` too. */
export function* randomItems(
  dice: Dice,
  pool: BufferPool,
  keep: (buffer: AudioBuffer) => void,
): Generator<AudioBuffer> {
  const formats: AudioFormat[] = [randomFormat(dice), randomFormat(dice)]
  const count = dice.whole(1, 25)
  const changesAt = dice.chance(0.3) ? dice.whole(1, count) : count
  const usual = dice.pick([1, 5, 40, 128, 480])
  const [odd, lossy, sharing, stamped] = [0.4, 0.1, 0.3, 0.5].map((most) => most * dice.part())
  let position = dice.pick([0, 0, 1000])
  let stamps = dice.chance(0.5)
  for (let index = 0; index < count; index++) {
    const format = formats[index < changesAt ? 0 : 1] as AudioFormat
    const discontinuity = dice.chance(lossy ?? 0)
    if (discontinuity) position += dice.whole(0, 500)
    if (dice.chance((stamped ?? 0) * 0.2)) stamps = !stamps
    const frameCount = dice.chance(odd ?? 0) ? dice.whole(1, 600) : usual
    const buffer = pool.acquire({
      ...format,
      frameCount,
      position,
      discontinuity,
      timestampMs: stamps ? 1e12 + (position / format.sampleRate) * 1000 + dice.part() : undefined,
      metadata: dice.chance(0.3) ? { tag: index } : {},
    })
    fillNoise(buffer.samples, dice)
    if (dice.chance(sharing ?? 0)) keep(buffer.retain())
    position += frameCount
    yield buffer
  }
}

function randomFormat(dice: Dice): AudioFormat {
  const format = { sampleRate: dice.pick([8000, 16_000, 44_100]), channelCount: dice.whole(1, 8) }
  return format.channelCount === 2 && dice.chance(0.3)
    ? { ...format, channelLayout: ['FL', 'FR'] as const }
    : format
}
