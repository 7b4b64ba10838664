import { framesToMs } from '@patchcord/core'
import { loudestDb } from './level-text.js'
import type { LiveView } from './live/snapshot.js'
import type { VoiceLink } from './voice-link.js'

/** Keeps a view up to date while the link is at work. */
export function watchRun({ info, tx, link, rx }: VoiceLink, view: LiveView): void {
  const startedAt = performance.now()
  const { sampleRate } = info.format
  let sentFrames = 0
  const update = (): void => {
    const { peak = [], rms = [] } = rx.meter.level ?? {}
    view.update({
      doneMs: framesToMs(sentFrames, sampleRate),
      totalMs: info.durationMs,
      elapsedMs: performance.now() - startedAt,
      peakDb: loudestDb(peak),
      rmsDb: loudestDb(rms),
      lost: link.lostAudio,
      concealed: rx.spots.count,
    })
  }
  tx.meter.on('level', ({ position, frameCount }) => {
    sentFrames = position + frameCount
    update()
  })
}
