import {
  type LevelReading,
  type RunReport,
  type WavInfo,
  framesToMs,
  readWavInfo,
} from '@patchcord/core'
import { join } from 'node:path'
import { loudestDb } from './level-text.js'
import type {
  ConcealmentReport,
  EncryptionReport,
  EndReport,
  PacketReport,
  StageTime,
  VoiceLinkReport,
} from './report.js'
import type { VoiceLink } from './voice-link.js'

/** What a finished run has to say. */
export async function makeReport(voiceLink: VoiceLink, run: RunReport): Promise<VoiceLinkReport> {
  const { settings, info, tx, rx } = voiceLink
  const { wallMs, cpuMs, realTimeRatio, backend } = run
  const { total } = tx.meter
  const output = await readWavInfo(rx.sink.path)
  return {
    schemaVersion: 2,
    reason: run.reason === 'stopped' ? 'stopped' : 'ended',
    settings,
    input: endReport(info, total.frameCount, total),
    output: endReport(output, output.frameCount, rx.meter.total),
    packets: packetReport(voiceLink),
    encryption: encryptionReport(voiceLink),
    concealment: concealmentReport(voiceLink),
    run: {
      wallMs,
      cpuMs,
      realTimeRatio,
      backend: { ...backend },
      stages: stageTimes(voiceLink, run),
    },
    files: { audio: rx.sink.path, picture: join(settings.outputFolder, 'waveforms.svg') },
  }
}

function endReport(
  { path, sampleFormat, format }: WavInfo,
  frames: number,
  { peak, rms }: LevelReading,
): EndReport {
  const { sampleRate, channelCount } = format
  return {
    path,
    sampleFormat,
    sampleRate,
    channelCount,
    frames,
    durationMs: framesToMs(frames, sampleRate),
    peakDb: loudestDb(peak),
    rmsDb: loudestDb(rms),
  }
}

function packetReport({ tx, link, rx }: VoiceLink): PacketReport {
  const { duplicated, reordered, corrupted, replayed, maxDelayMs } = link.stage.counts
  const { itemsOut: sent } = tx.encoder.stats()
  const { itemsIn, duplicates, late, lost: missing } = rx.reorder.stats()
  return {
    sent,
    lost: link.lostAudio,
    duplicated,
    reordered,
    corrupted,
    replayed,
    maxDelayMs,
    duplicatesDropped: duplicates,
    lateDropped: late,
    concealed: missing,
    lostAtEnd: sent - (itemsIn - duplicates) + late - missing,
  }
}

function encryptionReport({ tx, rx }: VoiceLink): EncryptionReport | null {
  const { encryption } = tx
  if (encryption === undefined || rx.decryptor === undefined) return null
  const { authentication, keyId, syntax, replay } = rx.decryptor.stats()
  return {
    suite: encryption.suite,
    overheadBytes: encryption.overheadBytes,
    refused: { authentication, keyId, syntax, replay },
    end: rx.decryptor.ending === 'ended' ? 'ended' : 'cut',
  }
}

function concealmentReport({ info, rx }: VoiceLink): ConcealmentReport {
  const { count, frameCount, longest } = rx.spots
  const { sampleRate } = info.format
  return {
    spots: count,
    frames: frameCount,
    durationMs: framesToMs(frameCount, sampleRate),
    longestMs: framesToMs(longest, sampleRate),
  }
}

function stageTimes({ link }: VoiceLink, { stages }: RunReport): StageTime[] {
  const linkIndex = stages.findIndex(({ name }) => name === link.stage.name)
  return stages.map(
    ({ name, role, backend, itemsIn, itemsOut, framesIn, framesOut, drops, timeUs }, index) => ({
      name,
      end: index < linkIndex ? 'sender' : index > linkIndex ? 'receiver' : 'link',
      ...(backend === undefined ? {} : { backend }),
      items: role === 'sink' ? itemsIn : itemsOut,
      frames: role === 'sink' ? framesIn : framesOut,
      drops,
      timeUs: timeUs === undefined ? null : { p50: timeUs.p50, p99: timeUs.p99, max: timeUs.max },
    }),
  )
}
