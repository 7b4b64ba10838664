import { readFile, rm, writeFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Schema, Validator } from '@cfworker/json-schema'
import { pipeline, readWavInfo, wavFileSink } from '@patchcord/core'
import { sine } from '@patchcord/testkit'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readSamples } from '../testing/read-samples.js'
import {
  type RunningProgram,
  buildExamples,
  runExample,
  startExample,
} from '../testing/run-example.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import type { VoiceLinkReport } from './report.js'

const folder = await temporaryFolder()
const schema = JSON.parse(
  await readFile(new URL('report.schema.json', import.meta.url), 'utf8'),
) as Schema
const validator = new Validator(schema, '2020-12', false)

const voiceLink = (...args: string[]) => runExample('voice-link/main', args, folder)

async function jsonOf(...args: string[]): Promise<VoiceLinkReport> {
  const { code, stdout, stderr } = await voiceLink('--json', ...args)
  expect(code, stderr).toBe(0)
  const report = JSON.parse(stdout) as VoiceLinkReport
  expect(validator.validate(report).errors).toEqual([])
  return report
}

/** Resolves as soon as a running program has told that it makes progress. */
function progressOf({ child, finished }: RunningProgram): Promise<unknown> {
  const progress = new Promise((resolve) => child.stderr?.once('data', resolve))
  return Promise.race([progress, finished])
}

beforeAll(async () => {
  await buildExamples()
  const tone = sine({ frequencyHz: 300, durationMs: 4000, sampleRate: 16_000, channelCount: 2 })
  await pipeline(tone, wavFileSink(join(folder, 'tone.wav'))).finished
}, 120_000)

describe('the command line of the voice link', () => {
  it('sends the recording of audio-lena by default, and reports', async () => {
    const { code, stdout, stderr } = await voiceLink()
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(
      /^Input +WAV s16, 44100 Hz, 1 channel, 12\.27 s; peak \S+ dB, RMS \S+ dB$/m,
    )
    expect(stdout).toMatch(/^Output +WAV s16, 44100 Hz, 1 channel, 12\.2\d s; peak \S+ dB/m)
    expect(stdout).toMatch(
      /^Packets +614 sent, \d+ lost, \d+ duplicated, \d+ reordered, \d+ corrupted, \d+ replayed, \d+ concealed$/m,
    )
    expect(stdout).toMatch(
      /^Encrypted +SFrame AES_256_GCM_SHA512_128, \d+\.\d bytes more a packet$/m,
    )
    expect(stdout).toMatch(/^ +refused: \d+ not authentic, .*; the sender's end arrived$/m)
    expect(stdout).toMatch(/^Run +.*real-time ratio \d+\.\d$/m)
    expect(stdout).toMatch(/^Backend +(js|native)/m)
    expect(stdout).toMatch(/^highPass +sender( +[\d.]+){4}$/m)
    const lines = stderr.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThanOrEqual(10)
    for (const line of lines) expect(line).toMatch(/^ *\d+ % {2}.*peak .*real time$/)
    expect(readdirSync(join(folder, 'voice-link-output')).sort()).toEqual([
      'received.wav',
      'waveforms.svg',
    ])
    expect(await readFile(join(folder, 'voice-link-output/waveforms.svg'), 'utf8')).toMatch(
      /^<svg .*Voice link: lena\.wav.*<\/svg>\n$/s,
    )
  })

  it('prints one JSON document and nothing else with --json', async () => {
    const report = await jsonOf('tone.wav', '--out', 'a/b c', '--loss=10', '--gain-db', '-3')
    expect(report).toMatchObject({
      reason: 'ended',
      settings: { recording: 'tone.wav', outputFolder: 'a/b c', lossPercent: 10, gainDb: -3 },
      input: { path: 'tone.wav', channelCount: 2, sampleRate: 16_000, frames: 64_000 },
      packets: { sent: 200 },
    })
    expect(report.run.stages.map(({ end }) => end)).toContain('link')
    expect(await readSamples(join(folder, report.files.audio))).toHaveLength(report.output.frames)
  })

  it('has a schema that a wrong document does not pass', async () => {
    const report = await jsonOf('tone.wav')
    const { packets, ...rest } = report
    const wrong: unknown[] = [
      rest,
      { ...report, extra: 1 },
      { ...report, packets: { ...packets, lost: -1 } },
      { ...report, packets: { ...packets, lost: '1' } },
      { ...report, reason: 'aborted' },
    ]
    for (const document of wrong) expect(validator.validate(document).valid).toBe(false)
  })

  it('sends what it received before, in the same place', async () => {
    const first = await jsonOf('tone.wav', '--out', 'twice')
    const again = await jsonOf(first.files.audio, '--out', 'twice', '--loss=0')
    expect(again.output.frames).toBe(first.output.frames)
  })

  it('prints its help', async () => {
    const { code, stdout, stderr } = await voiceLink('--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('--jitter-ms MS')
  })

  it.each<[string[], RegExp]>([
    [['absent.wav'], /absent\.wav.*no such file/],
    [['.'], /folder|directory/],
    [['text.wav'], /text\.wav is not a valid WAV file/],
    [['empty.wav'], /empty\.wav/],
    [['mp3.wav'], /mp3\.wav cannot be used/],
    [['--loss', 'much'], /--loss must be a number from 0 to 100 %, got 'much'/],
    [['--packet-ms', '0'], /--packet-ms must be a number from 1 to 200 ms, got '0'/],
    [['--realtme'], /Unknown option '--realtme'/],
    [['a.wav', 'b.wav'], /takes one recording/],
    [['tone.wav', '--high-pass-hz', '9000'], /frequencyHz/],
    [['tone.wav', '--out', 'text.wav'], /text\.wav could not be made a folder/],
    [['tone.wav', '--out', 'text.wav/below'], /below could not be made a folder/],
  ])('answers %j with one line and exit code 1', async (args, message) => {
    await writeFile(
      join(folder, 'text.wav'),
      'This is no recording, but it is long enough to look at.',
    )
    await writeFile(join(folder, 'empty.wav'), '')
    const mp3 = await readFile(join(folder, 'tone.wav'))
    mp3.writeUInt16LE(0x55, mp3.indexOf('fmt ') + 8)
    await writeFile(join(folder, 'mp3.wav'), mp3)
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await voiceLink(...args, ...json)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^voice-link: [^\n]+\n$/)
      expect(stderr).toMatch(message)
    }
  })
})

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  it('delivers what is on its way, closes the file and reports', async () => {
    const args = [
      'tone.wav',
      '--realtime',
      '--json',
      '--out',
      'stopped',
      '--jitter-ms=100',
      '--corrupt=0',
    ]
    const program = startExample('voice-link/main', args, folder)
    onTestFinished(() => void program.child.kill('SIGKILL'))
    await progressOf(program)
    program.child.kill('SIGINT')
    const { code, stdout, stderr } = await program.finished
    expect(code, stderr).toBe(0)
    const report = JSON.parse(stdout) as VoiceLinkReport
    expect(validator.validate(report).errors).toEqual([])
    expect(report.reason).toBe('stopped')
    expect(report.input.frames).toBeGreaterThan(0)
    expect(report.input.frames).toBeLessThan(64_000)
    const { packets, output } = report
    expect(packets.concealed + packets.lostAtEnd).toBe(packets.lost + packets.lateDropped)
    expect(output.frames).toBe(report.input.frames - packets.lostAtEnd * 320)
    const info = await readWavInfo(join(folder, report.files.audio))
    expect(info).toMatchObject({ frameCount: output.frames, warnings: [] })
  })

  it('aborts at once the second time, and the file is valid then too', async () => {
    await rm(join(folder, 'aborted'), { recursive: true, force: true })
    const args = ['tone.wav', '--realtime', '--json', '--out', 'aborted', '--jitter-ms=1000']
    const program = startExample('voice-link/main', args, folder)
    onTestFinished(() => void program.child.kill('SIGKILL'))
    await progressOf(program)
    program.child.kill('SIGINT')
    // The link still holds a second of audio: there is time.
    await new Promise((resolve) => setTimeout(resolve, 100))
    program.child.kill('SIGINT')
    const { code, stdout } = await program.finished
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    const info = await readWavInfo(join(folder, 'aborted/received.wav'))
    expect(basename(info.path)).toBe('received.wav')
    expect(info.format).toMatchObject({ sampleRate: 16_000, channelCount: 2 })
  })
})
