import { existsSync } from 'node:fs'
import { isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { numberOptions } from './number-options.js'
import { parseArguments } from './parse-arguments.js'
import type { VoiceLinkSettings } from './settings.js'
import { usage } from './usage.js'

const parse = (...args: string[]) => parseArguments(args) as VoiceLinkSettings

function messageOf(...args: string[]): string {
  try {
    parseArguments(args)
  } catch (error) {
    if (isPatchcordError(error, 'invalid-option')) return error.message
    throw error
  }
  throw new Error(`${args.join(' ')} was accepted`)
}

describe('parseArguments', () => {
  it('has a default for everything', () => {
    const { recording, ...others } = parse()
    expect(existsSync(recording)).toBe(true)
    expect(others).toEqual({
      outputFolder: 'voice-link-output',
      lossPercent: 2,
      duplicatePercent: 1,
      reorderPercent: 2,
      corruptPercent: 1,
      replayPercent: 1,
      jitterMs: 20,
      seed: 1,
      highPassHz: 80,
      gainDb: 6,
      ceilingDb: -1,
      packetMs: 20,
      encrypt: true,
      realtime: false,
      backend: 'auto',
      compareBackends: false,
      json: false,
    })
  })

  it('reads every option', () => {
    const settings = parse(
      ...['a.wav', '--out', 'b', '--loss', '3.5', '--duplicates=4%', '--reorder', '5 %'],
      ...['--corrupt=6', '--replay', '7', '--no-encrypt'],
      ...['--jitter-ms', '6', '--seed', '7', '--high-pass-hz', '0', '--gain-db', '-9'],
      ...[
        '--ceiling-db',
        '-.5',
        '--packet-ms=11',
        '--realtime',
        '--backend',
        'js',
        '--compare-backends',
        '--json',
      ],
    )
    expect(settings).toEqual({
      recording: 'a.wav',
      outputFolder: 'b',
      lossPercent: 3.5,
      duplicatePercent: 4,
      reorderPercent: 5,
      corruptPercent: 6,
      replayPercent: 7,
      jitterMs: 6,
      seed: 7,
      highPassHz: 0,
      gainDb: -9,
      ceilingDb: -0.5,
      packetMs: 11,
      encrypt: false,
      realtime: true,
      backend: 'js',
      compareBackends: true,
      json: true,
    })
  })

  it.each(Object.entries(numberOptions))('holds --%s to its range', (name, option) => {
    const { setting, min, max } = option
    expect(parse(`--${name}=${min}`)[setting]).toBe(min)
    expect(parse(`--${name}=${max}`)[setting]).toBe(max)
    for (const bad of [
      String(min - 1),
      String(max + 1),
      'loud',
      '',
      ' ',
      'NaN',
      'Infinity',
      '1x',
    ]) {
      const message = messageOf(`--${name}=${bad}`)
      expect(message).toMatch(
        new RegExp(`^--${name} must be a (whole )?number from .* got '${bad}'$`),
      )
    }
  })

  it('refuses a seed that is not whole', () => {
    expect(messageOf('--seed', '1.5')).toContain('a whole number')
  })

  it.each([
    [['--los', '3'], "Unknown option '--los'; --help lists the options"],
    [['-x'], "Unknown option '-x'; --help lists the options"],
    [['--loss'], "Option '--loss <value>' argument missing; --help lists the options"],
    [['--json=yes'], "Option '--json' does not take an argument; --help lists the options"],
    [['--out', ''], "--out must name a folder, got ''"],
    [['a.wav', 'b.wav'], 'takes one recording, got 2: a.wav, b.wav'],
  ])('answers %j with one line', (args, message) => {
    expect(messageOf(...args)).toBe(message)
  })

  it.each(['--help', '-h'])('%s asks for help', (flag) => {
    expect(parseArguments([flag, '--realtime'])).toBe('help')
  })

  it('takes what follows -- for a file', () => {
    expect(parse('--', '--odd.wav').recording).toBe('--odd.wav')
  })
})

describe('usage', () => {
  it('names every option and its default', () => {
    const text = usage()
    for (const [name, { defaultValue }] of Object.entries(numberOptions)) {
      expect(text).toMatch(new RegExp(`--${name} .*\\(${defaultValue}\\)\n`))
    }
    for (const name of ['--out', '--realtime', '--json', '--help']) expect(text).toContain(name)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })
})
