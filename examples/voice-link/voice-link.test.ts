import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type WavSampleFormat,
  gain,
  highPass,
  limiter,
  pipeline,
  wavFileSink,
  wavFileSource,
} from '@patchcord/core'
import { multiTone, sine } from '@patchcord/testkit'
import { describe, expect, it } from 'vitest'
import { readSamples } from '../testing/read-samples.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { makeReport } from './make-report.js'
import { parseArguments } from './parse-arguments.js'
import type { VoiceLinkReport } from './report.js'
import type { VoiceLinkSettings } from './settings.js'
import { startVoiceLink } from './voice-link.js'
import { writePicture } from './write-picture.js'

const folder = await temporaryFolder()
const recording = join(folder, 'tones.wav')
await pipeline(
  multiTone({ frequenciesHz: [50, 310, 3000], durationMs: 3000, sampleRate: 16_000 }),
  wavFileSink(recording),
).finished
let runs = 0

/** Runs the link with these options, in a folder of its own. */
function run(...args: string[]): Promise<VoiceLinkReport & { bytes: Buffer }> {
  return send(recording, ...args)
}

async function send(...args: string[]): Promise<VoiceLinkReport & { bytes: Buffer }> {
  const out = join(folder, `out ${runs++}`)
  const settings = parseArguments(['--out', out, ...args]) as VoiceLinkSettings
  const voiceLink = await startVoiceLink(settings)
  const report = await makeReport(voiceLink, await voiceLink.run.finished)
  await writePicture(voiceLink, report)
  return { ...report, bytes: await readFile(report.files.audio) }
}

/** Options for a link that changes nothing. */
const calm = ['--loss=0', '--duplicates=0', '--reorder=0', '--jitter-ms=0']
/** And on which nobody does anything. */
const peaceful = ['--corrupt=0', '--replay=0']
const clean = [...calm, ...peaceful]
/** Options for a sender that changes nothing. */
const flat = ['--high-pass-hz=0', '--gain-db=0', '--ceiling-db=0']

describe('the voice link', () => {
  it('delivers what was sent, bit for bit, where no packet is lost', async () => {
    const expected = join(folder, 'expected.wav')
    await pipeline(
      wavFileSource(recording),
      highPass({ frequencyHz: 80 }),
      gain({ gainDb: 6 }),
      limiter({ ceilingDb: -1 }),
      wavFileSink(expected),
    ).finished
    const shaken = await run(
      ...['--loss', '0', '--duplicates', '20', '--reorder', '20', '--jitter-ms', '70'],
      ...['--corrupt', '0', '--replay', '20'],
    )
    expect(shaken.bytes.equals(await readFile(expected))).toBe(true)
    expect(shaken.packets).toMatchObject({ lost: 0, concealed: 0, lostAtEnd: 0, lateDropped: 0 })
    expect(shaken.packets.reordered).toBeGreaterThan(10)
    // Encryption refuses copies, so that none comes to the stage that puts packets in order.
    const { duplicated, replayed, duplicatesDropped } = shaken.packets
    expect(duplicatesDropped).toBe(0)
    expect(replayed).toBeGreaterThan(10)
    // What comes after the sender's end is not looked at any more.
    expect(shaken.encryption?.refused.replay).toBeGreaterThan(duplicated + replayed - 20)
    expect(shaken.concealment).toEqual({ spots: 0, frames: 0, durationMs: 0, longestMs: 0 })
  })

  it('delivers the recording itself where the sender changes nothing either', async () => {
    const { bytes } = await run(...clean, ...flat)
    expect(bytes.equals(await readFile(recording))).toBe(true)
  })

  it('conceals every packet that was lost, and no other', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { packets, concealment, output, input, files } = await run(
        '--loss=15',
        '--corrupt=0',
        `--seed=${seed}`,
      )
      expect(packets.lost).toBeGreaterThan(5)
      expect(packets.lateDropped).toBe(0)
      expect(packets.concealed + packets.lostAtEnd).toBe(packets.lost)
      expect(concealment.frames).toBe(packets.concealed * 320)
      expect(concealment.spots).toBeLessThanOrEqual(packets.concealed)
      expect(output.frames).toBe(input.frames - packets.lostAtEnd * 320)
      const svg = await readFile(files.picture, 'utf8')
      const markers = /class="concealed" d="([^"]*)"\/>\n<text/.exec(svg)?.[1]
      expect(markers?.split('M')).toHaveLength(concealment.spots + 1)
    }
  })

  it('does not click where it conceals', async () => {
    const tone = join(folder, 'tone.wav')
    await pipeline(sine({ frequencyHz: 440, durationMs: 5000 }), wavFileSink(tone)).finished
    const { files, packets } = await send(tone, ...flat, '--loss=20')
    expect(packets.lost).toBeGreaterThan(20)
    expect(steepest(await readSamples(files.audio))).toBeLessThan(
      2 * steepest(await readSamples(tone)),
    )
  })

  it('meets the same fate with the same seed, and another with another', async () => {
    const [first, again, other] = [
      await run('--seed=7'),
      await run('--seed=7'),
      await run('--seed=8'),
    ]
    expect(first.bytes.equals(again.bytes)).toBe(true)
    expect(again.packets).toEqual(first.packets)
    expect(first.bytes.equals(other.bytes)).toBe(false)
  })

  it('survives a link that delivers nothing', async () => {
    const { packets, output, input, encryption } = await run('--loss=100')
    expect(encryption?.end).toBe('cut')
    expect(packets).toMatchObject({ sent: 150, lost: 150, lostAtEnd: 150, concealed: 0 })
    expect(output).toMatchObject({ frames: 0, peakDb: null, rmsDb: null })
    expect(input.frames).toBe(48_000)
  })

  it.each<[WavSampleFormat, number, number]>([
    ['u8', 1, 8000],
    ['s16', 2, 48_000],
    ['s24', 1, 44_100],
    ['s32', 2, 16_000],
    ['f32', 6, 48_000],
    ['f64', 1, 11_025],
    ['alaw', 1, 8000],
    ['mulaw', 2, 8000],
  ])('sends %s with %i channels at %i Hz', async (sampleFormat, channelCount, sampleRate) => {
    const path = join(folder, `${sampleFormat}.wav`)
    const signal = sine({ frequencyHz: 300, durationMs: 480, channelCount, sampleRate })
    await pipeline(signal, wavFileSink(path, { sampleFormat })).finished
    const { input, output } = await send(path, ...clean, ...flat)
    expect(input).toMatchObject({
      sampleFormat,
      channelCount,
      sampleRate,
      frames: sampleRate * 0.48,
    })
    expect(output).toMatchObject({
      sampleFormat: 's16',
      channelCount,
      sampleRate,
      frames: sampleRate * 0.48,
    })
    expect(output.peakDb).toBeCloseTo(input.peakDb as number, 1)
  })
})

describe('the option', () => {
  it('--loss loses packets', async () => {
    const { packets } = await run('--loss=40')
    expect(packets.lost).toBeGreaterThan(35)
    expect(packets.lost).toBeLessThan(85)
  })

  it('--duplicates delivers packets twice', async () => {
    const { packets } = await run(...clean, '--duplicates=100', '--no-encrypt')
    expect(packets).toMatchObject({ duplicated: 150, duplicatesDropped: 150, lost: 0 })
  })

  it('--corrupt flips bits, and what is not authentic is concealed', async () => {
    const { packets, encryption, concealment } = await run(...clean, '--corrupt=20')
    expect(packets.corrupted).toBeGreaterThan(15)
    const { authentication, keyId, syntax, replay } = encryption?.refused ?? {}
    expect([authentication, keyId, syntax, replay].every((count) => count !== undefined)).toBe(true)
    const refused = Number(authentication) + Number(keyId) + Number(syntax) + Number(replay)
    expect(refused).toBe(packets.corrupted)
    expect(concealment.frames).toBe(packets.concealed * 320)
    expect(packets.concealed + packets.lostAtEnd).toBe(packets.corrupted)
  })

  it('--replay sends packets once more, and none is taken twice', async () => {
    const quiet = await run(...clean)
    const { packets, encryption, bytes } = await run(...clean, '--replay=50')
    expect(packets.replayed).toBeGreaterThan(50)
    const { replay, ...others } = encryption?.refused ?? { replay: 0 }
    expect(others).toEqual({ authentication: 0, keyId: 0, syntax: 0 })
    // What comes after the sender's end is not looked at any more.
    expect(replay).toBeLessThanOrEqual(packets.replayed)
    expect(replay).toBeGreaterThan(packets.replayed - 50)
    expect(bytes.equals(quiet.bytes)).toBe(true)
  })

  it('--no-encrypt lets what was corrupted through, and hides nothing', async () => {
    const sealed = await run(...clean, '--corrupt=20')
    const open = await run(...clean, '--corrupt=20', '--no-encrypt')
    expect(open.encryption).toBeNull()
    expect(open.packets).toMatchObject({ sent: 150, concealed: 0 })
    expect(open.packets.corrupted).toBeGreaterThan(15)
    expect(sealed.run.stages.map(({ name }) => name)).toContain('sframeDecrypt')
    expect(open.run.stages.map(({ name }) => name)).not.toContain('sframeDecrypt')
    const quiet = await run(...clean, '--no-encrypt')
    expect(quiet.bytes.equals((await run(...clean)).bytes)).toBe(true)
    expect(quiet.bytes.equals(open.bytes)).toBe(false)
  })

  it('encryption tells the end, and what it costs', async () => {
    const { encryption } = await run(...clean)
    expect(encryption).toMatchObject({ suite: 'AES_256_GCM_SHA512_128', end: 'ended' })
    expect(encryption?.overheadBytes).toBeGreaterThan(30)
    expect(encryption?.overheadBytes).toBeLessThan(64)
  })

  it('--reorder lets packets overtake each other', async () => {
    expect((await run(...clean)).packets.reordered).toBe(0)
    expect((await run(...clean, '--reorder=30')).packets.reordered).toBeGreaterThan(20)
  })

  it('--jitter-ms delays packets', async () => {
    const { packets } = await run(...clean, '--jitter-ms=200')
    expect(packets.maxDelayMs).toBeGreaterThan(150)
    expect(packets.maxDelayMs).toBeLessThanOrEqual(200)
    expect(packets.lateDropped).toBe(0)
  })

  it('--high-pass-hz takes off what lies below', async () => {
    const [low, high] = [await run('--high-pass-hz=20'), await run('--high-pass-hz=1000')]
    expect(high.output.rmsDb).toBeLessThan((low.output.rmsDb as number) - 2)
  })

  it('--gain-db makes it louder or softer', async () => {
    const { input, output } = await run(...clean, ...flat, '--gain-db', '-20')
    expect(output.peakDb).toBeCloseTo((input.peakDb as number) - 20, 1)
  })

  it('--ceiling-db holds the peaks', async () => {
    const { output } = await run(...clean, '--gain-db=20', '--ceiling-db', '-12')
    expect(output.peakDb).toBeCloseTo(-12, 1)
  })

  it('--packet-ms decides how much a packet carries', async () => {
    expect((await run('--packet-ms=5')).packets.sent).toBe(600)
    expect((await run('--packet-ms=200')).packets.sent).toBe(15)
  })

  it('--realtime paces it, and changes nothing else where the link is clean', async () => {
    const [fast, paced] = [await run(...clean), await run(...clean, '--realtime')]
    expect(paced.run.wallMs).toBeGreaterThan(2900)
    expect(paced.run.realTimeRatio).toBeLessThan(1.05)
    expect(fast.run.wallMs).toBeLessThan(paced.run.wallMs)
    expect(paced.bytes.equals(fast.bytes)).toBe(true)
  })

  it('--realtime makes the jitter real', async () => {
    const disturbed = ['--jitter-ms=60', '--loss=5', '--reorder=0', ...peaceful]
    const { packets } = await run('--realtime', ...disturbed)
    expect(packets.reordered).toBeGreaterThan(5)
    expect(packets.concealed + packets.lostAtEnd).toBe(packets.lost + packets.lateDropped)
  })
})

/** The largest step from one sample to the next. */
function steepest(samples: Float32Array): number {
  let step = 0
  for (let index = 1; index < samples.length; index++) {
    step = Math.max(step, Math.abs((samples[index] as number) - (samples[index - 1] as number)))
  }
  return step
}
